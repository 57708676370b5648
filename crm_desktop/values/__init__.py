"""What is typed, made whole: names, phones, e-mails, money, days and addresses as pure functions."""

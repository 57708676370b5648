"""The screens of duplicates: the likely ones, and several contacts side by side on their way to one."""

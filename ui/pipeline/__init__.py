"""The pipeline on the screen: board, forecast, deals."""

"""`python -m workbench`, for laptops that block programs in the user's profile."""

from workbench.cli.main import run

if __name__ == "__main__":
    run()

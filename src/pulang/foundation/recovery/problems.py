"""What can go wrong, as sentences for whoever sits at the machine."""


class RecoveryError(Exception):
    """Why a backup was not made, proved or brought back; nothing half done is left behind."""

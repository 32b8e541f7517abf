"""The folders of sweeps, trials of measures and studies of what matters."""

// The room NetLab.

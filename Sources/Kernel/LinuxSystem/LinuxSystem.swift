// The room LinuxSystem.

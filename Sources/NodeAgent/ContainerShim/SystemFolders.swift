import LinuxSystem

/// `/proc`, `/sys` and `/dev` of a container.
struct SystemFolders {
    /// What programs expect in `/dev`; everything else of the machine's stays out.
    private static let devices = ["null", "zero", "full", "random", "urandom", "tty"]
    private static let links = [
        ("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx"),
    ]

    /// Where the machine's root is.
    private let old: String
    private let launch: ContainerLaunch

    init(old: String, _ launch: ContainerLaunch) {
        self.old = old
        self.launch = launch
    }

    func mount() throws {
        for folder in ["/proc", "/sys", "/dev"] { try Files.createDirectories(folder) }
        if launch.seesMachineProcesses {
            try Mounts.bind("\(old)/proc", onto: "/proc")
        } else {
            try Mounts.mount("proc", on: "/proc", type: "proc", flags: Self.restricted)
        }
        if launch.isPrivileged {
            try Mounts.bind("\(old)/sys", onto: "/sys")
            try Mounts.bind("\(old)/dev", onto: "/dev")
        } else {
            try Mounts.mount("sysfs", on: "/sys", type: "sysfs", flags: Self.restricted | 0x1)
            try mountDevices()
        }
    }

    private func mountDevices() throws {
        try Mounts.mountTmpfs(on: "/dev", options: "mode=755,size=64k")
        for name in Self.devices where Files.exists("\(old)/dev/\(name)") {
            try Files.createExclusively("/dev/\(name)", [])
            try Mounts.bind("\(old)/dev/\(name)", onto: "/dev/\(name)", isRecursive: false)
        }
        for folder in ["/dev/pts", "/dev/shm"] { try Files.createDirectories(folder) }
        try Mounts.mount(
            "devpts", on: "/dev/pts", type: "devpts",
            options: "newinstance,ptmxmode=0666,mode=0620")
        for (name, target) in Self.links { try Files.createLink("/dev/\(name)", to: target) }
    }

    /// C: MS_NOSUID | MS_NODEV | MS_NOEXEC
    private static let restricted: UInt = 0x2 | 0x4 | 0x8
}

import LinuxSystem

/// The files that a container sees: an image's, or the machine's own, under a layer in memory that
/// takes all changes; with mounts over it. All of it is in the calling process's own namespace of
/// mounts, and ends with it.
struct RootFolder {
    /// Where the old root is while the new one is furnished.
    private static let old = "/.martlet-old-root"

    private let path: String
    private let launch: ContainerLaunch

    init(_ path: String, _ launch: ContainerLaunch) {
        self.path = path
        self.launch = launch
    }

    /// Makes it, and enters it for good.
    func become() throws {
        CurrentProcess.setFileModeMask(0o022)
        let mounts = try launch.mounts.map { mount in
            var mount = mount
            mount.source = try source(of: mount)
            return mount
        }
        let machineMounts = launch.root == "/" ? try visibleMounts() : []
        try mountLayers()
        let merged = "\(path)/merged"
        try Files.createDirectories(merged + Self.old)
        try Mounts.changeRoot(to: merged, old: String(Self.old.dropFirst()))
        for point in machineMounts { showMachine(point) }
        try SystemFolders(old: Self.old, launch).mount()
        for mount in mounts { try show(mount) }
        try Mounts.unmount(Self.old, isLazy: true)
        try Files.removeDirectory(Self.old)
        if !launch.directory.isEmpty { try Files.createDirectories(launch.directory) }
        if launch.isRootReadOnly { try Mounts.makeReadOnly("/") }
    }

    /// The path without symbolic links, which would lead elsewhere once the root is another.
    private func source(of mount: ContainerLaunch.Mount) throws -> String {
        do throws(SystemError) {
            return try Files.realPath(mount.source)
        } catch {
            throw StartFailure(
                "mount of \(mount.source) at \(mount.target): \(error.errno.message)")
        }
    }

    private func mountLayers() throws {
        if !Files.exists(path) { try Files.createDirectories(path) }
        try Mounts.mountTmpfs(on: path)
        for name in ["upper", "work", "merged"] { try Files.createDirectories("\(path)/\(name)") }
        guard !launch.root.contains(where: { ":,\\".contains($0) }) else {
            throw StartFailure("the image's folder \(launch.root) has one of : , \\ in its name")
        }
        try Mounts.mount(
            "martlet", on: "\(path)/merged", type: "overlay",
            options: "lowerdir=\(launch.root),upperdir=\(path)/upper,workdir=\(path)/work")
    }

    /// What is mounted on the machine below `/`, and is to be seen in the container as well: an
    /// overlay shows one file system, not what is mounted on it.
    private func visibleMounts() throws -> [String] {
        let hidden = ["/proc", "/sys", "/dev", "/run", "/tmp", "/var/run"] + launch.hidden
        var seen: Set<String> = ["/"]
        return try Mounts.points().filter { point in
            let isHidden = hidden.contains { point == $0 || point.hasPrefix($0 + "/") }
            return !isHidden && seen.insert(point).inserted
        }
    }

    /// Read-only: a container doesn't change the machine. A mount that can't be shown is none that
    /// the container was promised.
    private func showMachine(_ point: String) {
        do {
            try Mounts.bind(Self.old + point, onto: point, isRecursive: false)
            try Mounts.makeReadOnly(point)
        } catch {}
    }

    private func show(_ mount: ContainerLaunch.Mount) throws {
        let source = Self.old + mount.source
        let isFolder = try Files.status(source).isDirectory
        try MountPoint.prepare(mount.target, isFolder: isFolder)
        try Mounts.bind(source, onto: mount.target)
        if mount.isReadOnly { try Mounts.makeReadOnly(mount.target) }
    }
}

/// A place to mount on.
enum MountPoint {
    /// Makes a folder or an empty file where there is none. A symbolic link gives way: what it
    /// points to may be anywhere.
    static func prepare(_ path: String, isFolder: Bool) throws {
        if let status = try? Files.linkStatus(path), status.isSymbolicLink {
            if isFolder, (try? Files.status(path))?.isDirectory == true { return }
            try Files.remove(path)
        }
        if Files.exists(path) { return }
        if isFolder { return try Files.createDirectories(path) }
        try Files.createDirectories(Files.directory(of: path))
        try Files.createExclusively(path, [])
    }
}

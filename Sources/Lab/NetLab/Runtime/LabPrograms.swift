import LinuxSystem

/// The programs of a lab, found before anything is made, and the names a plugin is called by.
struct LabPrograms: Sendable {
    /// What `martlet-cni` acts as.
    static let pluginNames = ["bridge", "host-local", "loopback"]

    let folders: ProgramFolders
    /// svcproxy; nil when the topology wants none.
    let proxy: String?
    /// martlet; nil when the topology wants no API server.
    let server: String?
    /// `PATH` of pods: the lab's programs before the machine's own.
    var searchPath: String { "\(folders.bin):\(Launch.machinePath)" }

    init(_ folders: ProgramFolders, for topology: Topology) throws {
        self.folders = folders
        proxy = topology.hasProxy ? try folders.path(of: "svcproxy") : nil
        server = topology.apiServer == nil ? nil : try folders.path(of: "martlet")
        if topology.dns != nil { _ = try folders.path(of: "clusterdns") }
        if folders.plugins == nil { _ = try folders.path(of: "martlet-cni") }
    }

    /// `CNI_PATH`; makes the folder of names first when the plugins are our own.
    func preparePlugins(_ paths: LabPaths) throws -> [String] {
        if let folder = folders.plugins { return [folder] }
        let program = try folders.path(of: "martlet-cni")
        try Files.createDirectories(paths.plugins)
        for name in Self.pluginNames {
            try Files.createLink("\(paths.plugins)/\(name)", to: program)
        }
        return [paths.plugins]
    }
}

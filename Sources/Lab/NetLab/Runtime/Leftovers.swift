import LinuxSystem

/// What there is of a lab outside its folder: namespaces, processes, mounts.
struct Leftovers {
    let name: LabName
    let paths: LabPaths
    /// The lab's namespaces while it was up. A process could outlive their names.
    let inodes: Set<UInt64>

    /// Notes the namespaces of a lab that is up.
    init(of name: LabName, paths: LabPaths) {
        self.name = name
        self.paths = paths
        let prefix = LabNamespaces(name).prefix
        let names = ((try? NetworkNamespace.names()) ?? []).filter { $0.hasPrefix(prefix) }
        let pods = ((try? Files.list(paths.nodes)) ?? [])
            .flatMap { (try? NodePods(paths, $0).namespaces()) ?? [] }
        inodes = Self.inodes(of: names).union(pods.map(\.inode))
    }

    /// What is left now, in words; empty when nothing is.
    func find() throws -> [String] {
        let prefix = LabNamespaces(name).prefix
        var found = try NetworkNamespace.names().filter { $0.hasPrefix(prefix) }
            .map { "network namespace \($0)" }
        found += Self.processes(in: inodes).map { "process \($0.pid) (\($0.name))" }
        found += try Files.readText("/proc/self/mountinfo").split(separator: "\n")
            .compactMap { line in
                let fields = line.split(separator: " ")
                guard fields.count > 4 else { return nil }
                let target = String(fields[4])
                let isOurs = target.hasPrefix(paths.folder + "/") || target.contains("/" + prefix)
                return isOurs ? "mount \(target)" : nil
            }
        if Files.exists(paths.folder) { found.append("folder \(paths.folder)") }
        return found
    }

    static func inodes(of namespaces: [String]) -> Set<UInt64> {
        Set(
            namespaces.compactMap {
                // A name without a namespace behind it is an ordinary file of another device.
                (try? NetworkNamespace(name: $0))?.inode
            })
    }

    /// The processes in any of the namespaces, this one never.
    static func processes(in inodes: Set<UInt64>) -> [LabState.Process] {
        guard !inodes.isEmpty, let ids = try? ProcessTable.ids() else { return [] }
        return ids.compactMap { id in
            guard id != CurrentProcess.id, let inode = ProcessTable.networkNamespace(of: id),
                inodes.contains(inode), let entry = ProcessTable.entry(id)
            else { return nil }
            let name = (try? Files.readText("/proc/\(id)/comm")) ?? ""
            return LabState.Process(
                pid: Int(id), start: entry.start, name: String(name.prefix { $0 != "\n" }))
        }
    }
}

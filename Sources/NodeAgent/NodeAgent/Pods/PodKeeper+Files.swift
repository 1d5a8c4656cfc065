import ContainerRuntime
import LinuxSystem
import PodLifecycle

extension PodKeeper {
    /// Adds the files that the agent itself gives to a container.
    func addFiles(
        of container: ContainerManifest, attempt: Int,
        to configuration: inout ContainerConfiguration
    ) throws(SystemError) {
        let folder = context.volumes.folder(ofPod: uid)
        if !container.mounts.contains(where: { $0.path == "/etc/hosts" }) {
            let path = "\(folder)/etc-hosts"
            try writeHosts(path)
            configuration.mounts.append(.init(containerPath: "/etc/hosts", hostPath: path))
        }
        guard !container.terminationMessagePath.isEmpty else { return }
        let path = messagePath(container.name, attempt)
        try Files.createDirectories(Files.directory(of: path))
        try Files.write(path, [], mode: 0o666)
        try Files.setMode(path, 0o666)
        configuration.mounts.append(
            .init(containerPath: container.terminationMessagePath, hostPath: path))
    }

    private func writeHosts(_ path: String) throws(SystemError) {
        let text: String
        if manifest.isHostNetwork {
            let own = (try? Files.readText("/etc/hosts")) ?? ""
            text = HostsFile.text(manifest, ofNode: own)
        } else {
            text = HostsFile.text(
                manifest, addresses: podAddresses, hostname: PodNames.shortName(manifest),
                domain: PodNames.domain(
                    of: manifest, clusterDomain: context.options.clusterDomain))
        }
        // In place: it is mounted as a file.
        try Files.write(path, Array(text.utf8))
    }

    private func messagePath(_ container: String, _ attempt: Int) -> String {
        "\(context.volumes.folder(ofPod: uid))/containers/\(container)/\(attempt)"
    }

    /// What a container that ended left to be said.
    func message(of state: ContainerState) -> String {
        if let known = messages[state.id] { return known }
        var message = state.message
        let path = messagePath(state.name, state.attempt)
        if let bytes = try? Files.read(path), !bytes.isEmpty {
            message = String(decoding: bytes.prefix(4096), as: UTF8.self)
        } else if manifest.container(state.name)?.fallsBackToLogs == true, state.exitCode != 0,
            let log = try? Files.readText(state.logPath)
        {
            message = Self.lastLines(log)
        }
        messages[state.id] = message
        return message
    }

    /// The end of a log in CRI's form, 80 lines and 2 kB at most.
    static func lastLines(_ log: String) -> String {
        let lines = log.split(separator: "\n").suffix(80).map { line in
            line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).last ?? ""
        }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8.suffix(2048))
        return String(decoding: bytes, as: UTF8.self)
    }
}

import ContainerRuntime
import LinuxSystem
import PodLifecycle

extension PodVolumes {
    /// What a container sees of its pod's volumes.
    /// - Parameter environment: what `subPathExpr` may name.
    public func mounts(
        of container: ContainerManifest, in pod: PodManifest, environment: [String: String]
    ) throws(VolumeFailure) -> [ContainerConfiguration.Mount] {
        var mounts: [ContainerConfiguration.Mount] = []
        for mount in container.mounts {
            guard let volume = pod.volumes.first(where: { $0.name == mount.volume }) else {
                throw VolumeFailure(volume: mount.volume, "no such volume in the pod")
            }
            var source = try path(of: volume, of: pod)
            let expression = VariableExpansion.expand(mount.subPathExpression, environment)
            let below = mount.subPath.isEmpty ? expression : mount.subPath
            if !below.isEmpty {
                source = try SubPath(volume: volume.name, root: source).resolve(below)
            }
            var result = ContainerConfiguration.Mount(
                containerPath: mount.path, hostPath: source,
                isReadOnly: mount.isReadOnly || isReadOnly(volume))
            switch mount.propagation {
            case "HostToContainer": result.propagation = .hostToContainer
            case "Bidirectional": result.propagation = .both
            default: break
            }
            mounts.append(result)
        }
        return mounts
    }

    private func isReadOnly(_ volume: VolumeManifest) -> Bool {
        switch volume.source {
        case .projected: true
        case .claim(_, let isReadOnly): isReadOnly
        default: false
        }
    }
}

/// A path below a volume, with its links followed, which must not lead out of the volume: what is
/// in it may be a container's doing.
struct SubPath {
    let volume: String
    let root: String

    func resolve(_ path: String) throws(VolumeFailure) -> String {
        var open = path.split(separator: "/").map(String.init)
        var done: [String] = []
        var links = 0
        while !open.isEmpty {
            let name = open.removeFirst()
            if name == "." { continue }
            if name == ".." { throw leaving(path) }
            let whole = ([root] + done + [name]).joined(separator: "/")
            guard let link = try? Files.readLink(whole) else {
                done.append(name)
                continue
            }
            links += 1
            guard !link.hasPrefix("/"), links < 40 else { throw leaving(path) }
            open = link.split(separator: "/").map(String.init) + open
        }
        let found = ([root] + done).joined(separator: "/")
        if !Files.exists(found) {
            do throws(SystemError) {
                try Files.createDirectories(found)
            } catch {
                throw VolumeFailure(volume: volume, "failed to create subPath: \(error)")
            }
        }
        return found
    }

    private func leaving(_ path: String) -> VolumeFailure {
        VolumeFailure(volume: volume, "subPath \"\(path)\" leads out of the volume")
    }
}

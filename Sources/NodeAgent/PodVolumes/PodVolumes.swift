import APIMachinery
import ControllerRuntime
import LinuxSystem
import PodLifecycle
import Synchronization

/// The volumes of a node's pods: folders below the agent's own.
///
/// All is found by path, so nothing need be remembered over restarts; preparing again what is
/// there brings it up to date.
public final class PodVolumes: Sendable {
    private struct TokenKey: Hashable {
        var pod: String
        var audience: String
        var seconds: Int
    }

    private struct Token {
        var text: String
        var renewAt: ContinuousClock.Instant
    }

    private let root: String
    let objects: ObjectReader
    private let tokens = Mutex<[TokenKey: Token]>([:])
    private let clock = ContinuousClock()

    /// - Parameter root: the agent's folder: `/var/lib/kubelet`.
    public init(root: String, objects: ObjectReader) {
        self.root = root
        self.objects = objects
    }

    /// The folder of a pod.
    public func folder(ofPod uid: String) -> String { "\(root)/pods/\(uid)" }

    /// The pods that have a folder here.
    public func pods() -> [String] { (try? Files.list("\(root)/pods")) ?? [] }

    /// Where a volume's content is.
    public func path(of volume: VolumeManifest, of pod: PodManifest) throws(VolumeFailure) -> String
    {
        let folder = folder(ofPod: pod.uid) + "/volumes/"
        switch volume.source {
        case .emptyDirectory: return folder + "kubernetes.io~empty-dir/" + volume.name
        case .projected: return folder + "kubernetes.io~projected/" + volume.name
        case .hostPath(let path, _): return path
        case .claim: return folder + "kubernetes.io~claim/" + volume.name
        case .unknown(let kind):
            throw VolumeFailure(volume: volume.name, "volumes of type \(kind) are not supported")
        }
    }

    /// Makes all volumes of a pod be there with their present content.
    public func prepare(
        _ pod: PodManifest, fields: DownwardFields
    ) async throws(VolumeFailure) {
        for volume in pod.volumes { try await prepare(volume, of: pod, fields) }
    }

    /// Brings the volumes whose content follows objects up to date.
    public func refresh(
        _ pod: PodManifest, fields: DownwardFields
    ) async throws(VolumeFailure) {
        for volume in pod.volumes where volume.isFollowing {
            try await prepare(volume, of: pod, fields)
        }
    }

    private func prepare(
        _ volume: VolumeManifest, of pod: PodManifest, _ fields: DownwardFields
    ) async throws(VolumeFailure) {
        switch volume.source {
        case .emptyDirectory(let isMemory, let limit):
            try prepareEmpty(volume, of: pod, isMemory: isMemory, limit: limit)
        case .hostPath(let path, let type):
            try HostPathCheck(volume: volume.name, path: path, type: type).run()
        case .projected(let projections, let mode):
            let files = try await files(
                projections, mode: mode, volume: volume.name, of: pod, fields)
            let path = try path(of: volume, of: pod)
            let stamp = "\(WallClock.microseconds)"
            try failing(volume) { () throws(SystemError) in
                try AtomicFolder(path: path).write(
                    files, stamp: stamp,
                    group: pod.security.volumeGroup.map { UInt32(clamping: $0) })
            }
        case .claim(let name, _):
            try await prepareClaim(name, volume, of: pod)
        case .unknown: _ = try path(of: volume, of: pod)
        }
    }

    private func prepareEmpty(
        _ volume: VolumeManifest, of pod: PodManifest, isMemory: Bool, limit: String
    ) throws(VolumeFailure) {
        let path = try path(of: volume, of: pod)
        if Files.exists(path), !isMemory || isMount(path) { return }
        try failing(volume) { () throws(SystemError) in
            try Files.createDirectories(path)
            if isMemory {
                let size = Quantity(parsing: limit)?.value ?? 0
                let options = size > 0 ? "mode=777,size=\(size)" : "mode=777"
                try Mounts.mountTmpfs(on: path, options: options)
            }
            try Files.setMode(path, pod.security.volumeGroup == nil ? 0o777 : 0o2777)
            if let group = pod.security.volumeGroup {
                try Files.setOwner(path, group: UInt32(clamping: group))
            }
        }
    }

    private func prepareClaim(
        _ name: String, _ volume: VolumeManifest, of pod: PodManifest
    ) async throws(VolumeFailure) {
        let target = try await claimedFolder(name, volume, of: pod)
        let path = try path(of: volume, of: pod)
        guard (try? Files.readLink(path)) != target else { return }
        try failing(volume) { () throws(SystemError) in
            try Files.createDirectories(target)
            try Files.createDirectories(Files.directory(of: path))
            try? Files.remove(path)
            try Files.createLink(path, to: target)
        }
    }

    /// Only volumes that are folders of a node can be here.
    private func claimedFolder(
        _ name: String, _ volume: VolumeManifest, of pod: PodManifest
    ) async throws(VolumeFailure) -> String {
        let claim: APIObject
        let found: APIObject
        do throws(APIStatus) {
            claim = try await objects.get(
                .persistentVolumeClaims, namespace: pod.namespace, name: name)
            guard let bound = claim["spec", "volumeName"]?.string, !bound.isEmpty else {
                throw APIStatus.internalError("PVC is not bound")
            }
            found = try await objects.get(.persistentVolumes, name: bound)
        } catch {
            throw VolumeFailure(volume: volume.name, error.message)
        }
        let path =
            found["spec", "hostPath", "path"]?.string ?? found["spec", "local", "path"]?.string
        guard let path else {
            throw VolumeFailure(
                volume: volume.name, "persistent volumes other than hostPath are not supported")
        }
        return path
    }

    private func failing(
        _ volume: VolumeManifest, _ body: () throws(SystemError) -> Void
    ) throws(VolumeFailure) {
        do throws(SystemError) {
            try body()
        } catch {
            throw VolumeFailure(volume: volume.name, "\(error)")
        }
    }

    // MARK: - Removing

    /// Removes all that a pod had here. What can't be removed is tried again by asking again.
    public func remove(pod uid: String) throws(SystemError) {
        let folder = folder(ofPod: uid)
        let empties = folder + "/volumes/kubernetes.io~empty-dir"
        for name in (try? Files.list(empties)) ?? [] where isMount("\(empties)/\(name)") {
            try Mounts.unmount("\(empties)/\(name)", isLazy: true)
        }
        try Files.removeTree(folder)
        tokens.withLock { tokens in
            for key in tokens.keys where key.pod == uid { tokens[key] = nil }
        }
    }

    private func isMount(_ path: String) -> Bool {
        guard let own = try? Files.linkStatus(path),
            let above = try? Files.linkStatus(Files.directory(of: path))
        else { return false }
        return own.device != above.device
    }

    // MARK: - Tokens

    /// A token of a pod, renewed when four fifths of its time are over.
    func token(
        of pod: PodManifest, audience: String, seconds: Int
    ) async throws(APIStatus) -> String {
        let key = TokenKey(pod: pod.uid, audience: audience, seconds: seconds)
        let now = clock.now
        if let token = tokens.withLock({ $0[key] }), now < token.renewAt { return token.text }
        do throws(APIStatus) {
            let text = try await objects.token(
                namespace: pod.namespace, account: pod.serviceAccountName, pod: pod.name,
                uid: pod.uid, audience: audience, seconds: seconds)
            let renewAt = now + .seconds(min(seconds * 4 / 5, 24 * 3600))
            tokens.withLock { $0[key] = Token(text: text, renewAt: renewAt) }
            return text
        } catch {
            // The old one holds for a while yet.
            if let token = tokens.withLock({ $0[key] }) { return token.text }
            throw error
        }
    }
}

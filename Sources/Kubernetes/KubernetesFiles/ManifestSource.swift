import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// The objects of a YAML or JSON file, or of all `*.yaml`, `*.yml` and `*.json` files of a folder.
///
/// Followed, it tells what changed within some 20 milliseconds: files replaced, edited in place,
/// added, removed, or the whole folder exchanged. While something can't be read, what was known
/// before stays, and batches carry a `problem`.
public struct ManifestSource: ObjectSource {
    private let path: String
    private let follow: Bool
    private let isStrict: Bool

    /// A source of what is at a path.
    /// - Parameters:
    ///   - follow: whether to go on after the first list; else the stream ends with it.
    ///   - isStrict: whether an object that can't be used is a fault of all; else it is left out,
    ///     or stays as it was last read, and batches tell it as `rejected`.
    public init(path: String, follow: Bool, isStrict: Bool = true) {
        self.path = path
        self.follow = follow
        self.isStrict = isStrict
    }

    /// Reads the objects of these kinds once; what can't be used is told beside the others.
    public static func list(
        path: String, kinds: Set<Kind>
    ) throws(ManifestError) -> ObjectBatch {
        try onlyBatch(path, kinds, false)
    }

    /// Reads all objects once, in the order of the files and of their documents.
    /// - Throws: `ManifestError`, which names file and line.
    public static func load(path: String) throws(ManifestError) -> [KubernetesObject] {
        var reader = ManifestReader(path: path)
        try reader.refresh(.everything)
        return try reader.objects()
    }

    /// One batch with all objects of these kinds, then one for each change.
    ///
    /// When the consumer is slower than the changes, batches are merged, so that never more waits
    /// than one event for each object. A fault in the first reading ends the stream.
    public func batches(of kinds: Set<Kind>) -> AsyncThrowingStream<ObjectBatch, any Error> {
        let (path, isStrict) = (path, isStrict)
        let mailbox = BatchMailbox()
        guard follow else {
            return AsyncThrowingStream {
                if mailbox.isFinished { return nil }
                mailbox.finish(nil)
                return try ManifestSource.onlyBatch(path, kinds, isStrict)
            }
        }
        do throws(SystemError) {
            let stop = try EventDescriptor()
            _ = try SystemThread.spawn(name: "manifests") {
                do throws(ManifestError) {
                    let reader = ManifestReader(path: path, isStrict: isStrict)
                    try ManifestSource.follow(reader, kinds, mailbox, stop)
                    mailbox.finish(nil)
                } catch {
                    mailbox.finish(error)
                }
            }
            let lease = FollowerLease(stop)
            return AsyncThrowingStream {
                defer { withExtendedLifetime(lease) {} }
                return try await mailbox.next()
            }
        } catch {
            return AsyncThrowingStream { throw ManifestError.unreadable(error) }
        }
    }

    private static func follow(
        _ reader: ManifestReader, _ kinds: Set<Kind>, _ mailbox: BatchMailbox,
        _ stop: EventDescriptor
    ) throws(ManifestError) {
        var follower: ManifestFollower
        do throws(SystemError) {
            follower = try ManifestFollower(
                reader: reader, kinds: kinds, mailbox: mailbox, stop: stop)
        } catch {
            throw .unreadable(error)
        }
        try follower.run()
    }

    private static func onlyBatch(
        _ path: String, _ kinds: Set<Kind>, _ isStrict: Bool
    ) throws(ManifestError) -> ObjectBatch {
        var reader = ManifestReader(path: path, isStrict: isStrict)
        try reader.refresh(.everything)
        let listing = try reader.listing(of: kinds)
        return ObjectBatch(
            events: ManifestDifference.events(from: [:], to: listing.entries),
            isInitialListComplete: true, rejected: listing.rejected)
    }
}

/// Ends the follower when the last stream that reads from it is gone.
private final class FollowerLease: Sendable {
    private let stop: EventDescriptor

    init(_ stop: EventDescriptor) { self.stop = stop }

    deinit { stop.signal() }
}

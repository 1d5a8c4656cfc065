import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Creates and deletes pods for a controller, and tells people so.
public struct PodControl: Sendable {
    private let cluster: any Cluster
    private let events: EventRecorder

    /// Control over the pods of a cluster.
    public init(_ context: ControllerContext) {
        cluster = context.cluster
        events = context.events
    }

    /// Creates a pod.
    @discardableResult
    public func create(
        _ pod: APIObject, for owner: ControllerReference
    ) async throws(APIStatus) -> APIObject {
        do throws(APIStatus) {
            let created = try await cluster.create(.pods, pod)
            events.record(
                .normal, reason: "SuccessfulCreate", about: owner.subject,
                "Created pod: \(created.name)")
            return created
        } catch {
            // A namespace on its way out takes the owner along: no news.
            if !error.saysNamespaceEnds {
                events.record(
                    .warning, reason: "FailedCreate", about: owner.subject,
                    "Error creating: \(error.message)")
            }
            throw error
        }
    }

    /// Deletes this very pod; that it is gone already is fine.
    public func delete(
        _ pod: CachedObject, for owner: ControllerReference
    ) async throws(APIStatus) {
        do throws(APIStatus) {
            try await cluster.delete(
                .pods, namespace: pod.namespace, name: pod.name, Deletion(uid: pod.uid))
        } catch {
            if error.code == 404 { return }
            // Another pod has its name by now.
            if error.code == 409, cluster.informer(for: .pods).isGone(pod) { return }
            events.record(
                .warning, reason: "FailedDelete", about: owner.subject,
                "Error deleting: \(error.message)")
            throw error
        }
        events.record(
            .normal, reason: "SuccessfulDelete", about: owner.subject, "Deleted pod: \(pod.name)")
    }
}

extension Informer {
    fileprivate func isGone(_ object: CachedObject) -> Bool {
        get(namespace: object.namespace, name: object.name)?.uid != object.uid
    }
}

extension APIStatus {
    /// Whether something can't be created since its namespace is being deleted.
    public var saysNamespaceEnds: Bool {
        details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }

    /// Whether a name is taken.
    public var saysAlreadyExists: Bool { reason == "AlreadyExists" }
}

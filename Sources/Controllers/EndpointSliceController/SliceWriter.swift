import APIMachinery
import ControllerRuntime
import KubernetesAPI

/// Writes changes of a Service's slices.
package struct SliceWriter {
    let cluster: any Cluster
    let tracker: WriteTracker

    /// A writer that notes what it wrote.
    package init(cluster: any Cluster, tracker: WriteTracker) {
        self.cluster = cluster
        self.tracker = tracker
    }

    /// Writes all changes; where one fails, the rest waits for the next look.
    package func write(
        _ changes: SliceChanges, over existing: [StoredSlice], for service: ObjectName,
        triggered: String? = nil
    ) async throws(APIStatus) {
        for slice in changes.creations {
            let object = StoredSlice.new(slice, service: service.name, triggered: triggered)
            tracker.stored(try await cluster.create(.endpointSlices, object), for: service)
        }
        for slice in changes.updates {
            let name = slice.metadata.name
            guard let old = existing.first(where: { $0.slice.metadata.name == name }) else {
                continue
            }
            let object = old.updated(slice, triggered: triggered)
            tracker.stored(try await cluster.update(.endpointSlices, object), for: service)
        }
        for slice in changes.deletions {
            let (name, uid) = (slice.metadata.name, slice.metadata.uid ?? "")
            do throws(APIStatus) {
                try await cluster.delete(
                    .endpointSlices, namespace: service.namespace, name: name, Deletion(uid: uid))
            } catch {
                guard error.code == 404 else { throw error }
            }
            tracker.deleted(name: name, uid: uid, for: service)
        }
    }
}

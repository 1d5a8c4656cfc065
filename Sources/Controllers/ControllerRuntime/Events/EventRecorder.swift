import APIMachinery
import JSON
import Logging

/// Tells people what happened to an object, as Events of the API.
///
/// Telling never waits and never fails: what can't be written soon is dropped. The same words about
/// the same object count up one Event.
public final class EventRecorder: Sendable {
    /// Whether something went as it should.
    public enum Level: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    let component: String
    let host: String
    let now: @Sendable () -> Timestamp
    let pending: AsyncStream<Occurrence>
    let sender: AsyncStream<Occurrence>.Continuation

    /// A recorder; `run` writes what it was told.
    /// - Parameters:
    ///   - component: who tells: `deployment-controller`.
    ///   - host: the node it runs on; empty for none.
    public init(
        component: String, host: String = "", now: @escaping @Sendable () -> Timestamp
    ) {
        self.component = component
        self.host = host
        self.now = now
        (pending, sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000))
    }

    /// Tells something about an object.
    public func record(
        _ level: Level, reason: String, about object: ObjectReference, _ message: String
    ) {
        sender.yield(
            Occurrence(
                level: level, reason: reason, object: object, message: message, at: now(),
                component: component, host: host))
    }

    /// Writes what is told until its task is cancelled.
    public func run(to cluster: any Cluster, logger: Logger) async {
        var correlation = EventCorrelation()
        for await occurrence in pending {
            guard let step = correlation.take(occurrence) else { continue }
            do throws(APIStatus) {
                try await write(step, to: cluster)
            } catch {
                correlation.forget(occurrence)
                // Of something that is being deleted there is nothing to tell any more.
                if error.code != 404, error.code != 403 {
                    logger.warning("event \(occurrence.reason): \(error)")
                }
            }
        }
    }

    private func write(
        _ step: EventCorrelation.Step, to cluster: any Cluster
    ) async throws(APIStatus) {
        do throws(APIStatus) {
            try await writeOnce(step, to: cluster)
        } catch {
            switch error.code {
            // The Event was there too long and is gone: a new one.
            case 404 where step.count > 1:
                try await cluster.create(.events, step.occurrence.event(named: step.name))
            case 500...:
                try? await Task.sleep(for: .seconds(1))
                try await writeOnce(step, to: cluster)
            default: throw error
            }
        }
    }

    private func writeOnce(
        _ step: EventCorrelation.Step, to cluster: any Cluster
    ) async throws(APIStatus) {
        let occurrence = step.occurrence
        if step.count == 1 {
            try await cluster.create(.events, occurrence.event(named: step.name))
            return
        }
        try await cluster.patch(
            .events, namespace: occurrence.namespace, name: step.name,
            [
                "count": .int(step.count), "message": .string(occurrence.message),
                "lastTimestamp": .string(occurrence.at.description),
            ])
    }
}

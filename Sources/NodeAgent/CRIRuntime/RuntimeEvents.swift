import CRIProtocol
import ContainerRuntime
import Logging

/// Follows a runtime's events, as hints to look.
struct RuntimeEvents: Sendable {
    let connection: CRIConnection
    let logger: Logger

    /// Until the task is cancelled; comes back when the connection is lost.
    func follow(_ hint: @escaping @Sendable () -> Void) async {
        var wait = Duration.milliseconds(250)
        while !Task.isCancelled {
            do throws(RuntimeError) {
                hint()
                try await followInterface(hint)
                wait = .milliseconds(250)
            } catch {
                do throws(RuntimeError) {
                    try await followContainerd(hint)
                    wait = .milliseconds(250)
                } catch {
                    logger.debug("no events from the container runtime: \(error)")
                }
            }
            try? await Task.sleep(for: wait)
            wait = min(wait * 2, .seconds(10))
        }
    }

    private func followInterface(
        _ hint: @escaping @Sendable () -> Void
    ) async throws(RuntimeError) {
        try await connection.follow(
            "runtime.v1.RuntimeService", "GetContainerEvents", CRIGetEventsRequest(),
            CRIContainerEventResponse.self
        ) { _ in hint() }
    }

    /// containerd tells of a task's end before the interface shows it: so hint again shortly after.
    private func followContainerd(
        _ hint: @escaping @Sendable () -> Void
    ) async throws(RuntimeError) {
        var subscription = CRIEventsSubscription()
        subscription.filters = [#"namespace==k8s.io,topic~="^/tasks/""#]
        try await connection.follow(
            "containerd.services.events.v1.Events", "Subscribe", subscription,
            CRIEventEnvelope.self
        ) { _ in
            hint()
            Task {
                for delay in [20, 80, 300] {
                    try await Task.sleep(for: .milliseconds(delay))
                    hint()
                }
            }
        }
    }
}

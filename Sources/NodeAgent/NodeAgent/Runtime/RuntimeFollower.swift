import ContainerRuntime
import ControllerRuntime
import Logging

/// Turns changes of the runtime into looks at pods.
struct RuntimeFollower: Sendable {
    let context: AgentContext

    /// Follows until cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            let (bell, ringer) = AsyncStream.makeStream(
                of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                while !Task.isCancelled {
                    for await _ in context.runtime.changes() { ringer.yield() }
                    try? await Task.sleep(for: .seconds(1))
                }
                ringer.finish()
            }
            group.addTask {
                // What no change told shows here.
                while !Task.isCancelled {
                    ringer.yield()
                    try? await Task.sleep(for: .seconds(10))
                }
            }
            await compare(bell)
            group.cancelAll()
        }
    }

    private func compare(_ bell: AsyncStream<Void>) async {
        var before: [String: Outline] = [:]
        for await _ in bell {
            do throws(RuntimeError) {
                let observation = try await context.observer.look(after: nil)
                var now: [String: Outline] = [:]
                for pod in observation.pods { now[pod] = Outline(observation, pod) }
                for pod in Set(before.keys).union(now.keys) where before[pod] != now[pod] {
                    context.pods.add(pod)
                }
                before = now
            } catch {
                context.logger.warning("look at the runtime: \(error)")
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// What a change of a pod shows in.
    private struct Outline: Equatable {
        var sandboxes: [SandboxState]
        var containers: [ContainerState]

        init(_ observation: RuntimeObserver.Observation, _ pod: String) {
            sandboxes = (observation.sandboxes[pod] ?? []).sorted { $0.id < $1.id }
            containers = (observation.containers[pod] ?? []).sorted { $0.id < $1.id }
        }
    }
}

import ContainerRuntime
import PodLifecycle
import PodStreams

extension PodKeeper {
    /// Where the pod and its containers are.
    func entry() -> PodEntry {
        let containers = manifest.allContainers.map { container in
            let runs = (situation?.containers ?? []).filter {
                $0.name == container.name && $0.phase != .created
            }
            let trouble = memory[container.name].trouble?.shown(at: context.clock.now).reason
            return ContainerEntry(
                name: container.name, hasStandardInput: container.hasStandardInput,
                hasTerminal: container.hasTerminal, current: runs.first.map(run),
                previous: runs.dropFirst().first.map(run),
                waitingReason: trouble ?? "ContainerCreating")
        }
        return PodEntry(
            namespace: manifest.namespace, name: manifest.name, uid: uid,
            sandbox: situation?.sandbox?.id, isHostNetwork: manifest.isHostNetwork,
            containers: containers)
    }

    private func run(_ state: ContainerState) -> ContainerEntry.Run {
        ContainerEntry.Run(
            id: state.id, isRunning: state.phase == .running, logPath: state.logPath)
    }
}

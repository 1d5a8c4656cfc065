import APIMachinery
import ContainerRuntime
import JSON
import PodLifecycle
import Testing
import YAML

/// Pods as tests write them, and what a runtime shows of them.
enum Pods {
    static let start = ContinuousClock.now

    static func manifest(_ spec: String) throws -> PodManifest {
        let text = """
            metadata: {name: web, namespace: default, uid: u1, generation: 1}
            spec:
            \(spec.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
            """
        let documents = try YAML.documents(Array(text.utf8))
        let document = try #require(documents.first)
        return PodManifest(document.root)
    }

    static func sandbox(_ id: String = "s", isReady: Bool = true) -> SandboxState {
        SandboxState(
            id: id, namespace: "default", name: "web", uid: "u1", attempt: 0, isReady: isReady,
            createdAt: 1, addresses: [])
    }

    static func container(
        _ name: String, _ phase: ContainerState.Phase, attempt: Int = 0, exitCode: Int = 0,
        sandbox: String = "s"
    ) -> ContainerState {
        ContainerState(
            id: "\(name)-\(attempt)", sandbox: sandbox, name: name, attempt: attempt,
            image: "host", imageID: "host", phase: phase, createdAt: Int64(attempt + 1),
            startedAt: 2, finishedAt: phase == .exited ? 3 : 0, exitCode: exitCode,
            logPath: "/log/\(name)/\(attempt).log")
    }

    /// What is to do about a pod, from what the runtime shows.
    static func situation(
        _ spec: String, sandboxes: [SandboxState] = [sandbox()],
        containers: [ContainerState] = [], after: Duration = .zero,
        change: (inout PodMemory) -> Void = { _ in }
    ) throws -> PodSituation {
        var memory = PodMemory()
        memory.absorb(containers, runtime: "process", now: start)
        change(&memory)
        return PodSituation(
            manifest: try manifest(spec), memory: memory, sandboxes: sandboxes,
            containers: containers, now: start + after, time: Timestamp(microseconds: 5_000_000))
    }

    static func plan(
        _ spec: String, sandboxes: [SandboxState] = [sandbox()],
        containers: [ContainerState] = [], after: Duration = .zero,
        change: (inout PodMemory) -> Void = { _ in }
    ) throws -> PodPlan {
        PodPlan(
            try situation(
                spec, sandboxes: sandboxes, containers: containers, after: after, change: change))
    }

    static func status(
        _ spec: String, sandboxes: [SandboxState] = [sandbox()],
        containers: [ContainerState] = [], change: (inout PodMemory) -> Void = { _ in }
    ) throws -> JSON {
        let situation = try situation(
            spec, sandboxes: sandboxes, containers: containers, change: change)
        return PodStatusPlan(situation, plan: PodPlan(situation), node: .init(["10.0.0.1"]))
            .status(changing: [:])
    }
}

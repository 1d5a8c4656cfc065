import CRIProtocol
import ContainerRuntime
import NetworkAddress

/// What a runtime has.
///
/// Lists say too little: addresses, exit codes and times come from a call for each sandbox and
/// container. None of it changes while the state in the list is the same, so an answer is kept
/// until it does: a node where nothing happens is read by two calls.
actor RuntimeInventory {
    private let connection: CRIConnection
    private var sandboxStatuses: [String: CRIPodSandboxStatus] = [:]
    private var containerStatuses: [String: CRIContainerStatus] = [:]

    init(connection: CRIConnection) { self.connection = connection }

    func sandboxes() async throws(RuntimeError) -> [SandboxState] {
        var states: [SandboxState] = []
        var kept: [String: CRIPodSandboxStatus] = [:]
        for item in try await listSandboxes() {
            guard let status = try await status(of: item) else { continue }
            kept[item.id] = status
            states.append(SandboxState(item, status))
        }
        sandboxStatuses = kept
        return states
    }

    func containers() async throws(RuntimeError) -> [ContainerState] {
        var states: [ContainerState] = []
        var kept: [String: CRIContainerStatus] = [:]
        for item in try await listContainers() {
            guard let status = try await status(of: item) else { continue }
            kept[item.id] = status
            states.append(ContainerState(item, status))
        }
        containerStatuses = kept
        return states
    }

    /// Sandboxes and containers with their states: differs exactly when a look is worth it.
    func fingerprint() async throws(RuntimeError) -> [String: Int] {
        var states: [String: Int] = [:]
        for item in try await listSandboxes() { states[item.id] = item.state.rawValue }
        for item in try await listContainers() { states[item.id] = item.state.rawValue }
        return states
    }

    private func listSandboxes() async throws(RuntimeError) -> [CRIPodSandbox] {
        let answer: CRIListPodSandboxResponse = try await connection.runtime(
            "ListPodSandbox", CRIListPodSandboxRequest())
        return answer.items
    }

    private func listContainers() async throws(RuntimeError) -> [CRIContainer] {
        let answer: CRIListContainersResponse = try await connection.runtime(
            "ListContainers", CRIListContainersRequest())
        return answer.containers
    }

    /// Nil for one that went between the list and the question.
    private func status(
        of item: CRIPodSandbox
    ) async throws(RuntimeError) -> CRIPodSandboxStatus? {
        if let known = sandboxStatuses[item.id], known.state == item.state { return known }
        var request = CRIPodSandboxStatusRequest()
        request.podSandboxID = item.id
        do throws(RuntimeError) {
            let answer: CRIPodSandboxStatusResponse = try await connection.runtime(
                "PodSandboxStatus", request)
            return answer.status
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private func status(of item: CRIContainer) async throws(RuntimeError) -> CRIContainerStatus? {
        let known = containerStatuses[item.id]
        if let known, known.state == item.state, known.state != .containerUnknown { return known }
        var request = CRIContainerStatusRequest()
        request.containerID = item.id
        do throws(RuntimeError) {
            let answer: CRIContainerStatusResponse = try await connection.runtime(
                "ContainerStatus", request)
            return answer.status
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }
}

import APIMachinery
import ClusterIdentity
import ContainerRuntime
import HTTPServer
import JSON
import LinuxSystem
import RemoteStreams

/// Answers the requests of a node's port 10250.
struct PodStreamService: HTTPHandler {
    let runtime: any ContainerRuntime
    let directory: any PodDirectory
    let allowsAnonymous: Bool

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        do throws(StreamFault) {
            return try await answer(request)
        } catch {
            return error.response
        }
    }

    private func answer(_ request: HTTPRequest) async throws(StreamFault) -> HTTPResponse {
        if request.path == "/healthz" { return .plain("ok") }
        try admit(request)
        let parts = request.path.split(separator: "/").map(StreamQuery.decoded)
        let query = StreamQuery(request.query)
        switch (parts.first, parts.count) {
        case ("pods", 1):
            var headers = HTTPFields()
            headers.add("Content-Type", "application/json")
            let list = await directory.podList()
            return HTTPResponse(status: 200, headers: headers, body: .bytes(list.serialized()))
        case ("metrics", 1): return .plain("# TYPE martlet_agent_up gauge\nmartlet_agent_up 1\n")
        case ("containerLogs", 4):
            return try await log(try await container(parts), query)
        case ("exec", 4), ("attach", 4):
            let pair = try await container(parts)
            return try await command(pair.container, query, isExec: parts[0] == "exec", request)
        case ("portForward", 3):
            return try await ports(try await pod(parts), request)
        default: throw StreamFault(status: 404, message: "404 page not found")
        }
    }

    /// Lets in whom the cluster's authority calls its API server or an administrator.
    private func admit(_ request: HTTPRequest) throws(StreamFault) {
        if allowsAnonymous { return }
        guard let der = request.clientCertificates.first,
            let shown = try? CertificateInformation(der: der)
        else { throw StreamFault(status: 401, message: "Unauthorized") }
        let groups = Set(shown.organizations)
        guard
            shown.commonName == "kube-apiserver-kubelet-client"
                || !groups.isDisjoint(with: ["system:masters", "kubeadm:cluster-admins"])
        else {
            throw StreamFault(
                status: 403, message: "Forbidden (user=\(shown.commonName), resource=nodes)")
        }
    }

    private func pod(_ parts: [String]) async throws(StreamFault) -> PodEntry {
        guard let pod = await directory.pod(namespace: parts[1], name: parts[2]) else {
            throw StreamFault(status: 404, message: "pod \"\(parts[2])\" does not exist")
        }
        return pod
    }

    private func container(
        _ parts: [String]
    ) async throws(StreamFault) -> (pod: PodEntry, container: ContainerEntry) {
        let pod = try await pod(parts)
        guard let container = pod.containers.first(where: { $0.name == parts[3] }) else {
            throw StreamFault(
                status: 404,
                message: "container \"\(parts[3])\" not found in pod \"\(parts[2])\"")
        }
        return (pod, container)
    }

    // Logs.

    private func log(
        _ place: (pod: PodEntry, container: ContainerEntry), _ query: StreamQuery
    ) async throws(StreamFault) -> HTTPResponse {
        let (pod, container) = place
        let now = Timestamp(microseconds: WallClock.microseconds)
        guard let request = LogRequest(query, now: now) else {
            throw StreamFault(status: 400, message: "invalid options of a log")
        }
        let run = try request.wantsPrevious ? previous(place) : current(place)
        var headers = HTTPFields()
        headers.add("Content-Type", "text/plain")
        let directory = directory
        return HTTPResponse(
            status: 200, headers: headers,
            body: .stream { stream in
                let reading = LogReading(run.logPath, request, to: stream)
                if request.isFollowing {
                    let watch = Task {
                        await Self.waitForEnd(of: run, container.name, pod, directory)
                        if !Task.isCancelled { reading.complete() }
                    }
                    stream.onClose { watch.cancel() }
                }
                reading.start()
            })
    }

    /// Returns when a run is over, or when the task is cancelled.
    private static func waitForEnd(
        of run: ContainerEntry.Run, _ name: String, _ pod: PodEntry,
        _ directory: any PodDirectory
    ) async {
        while !Task.isCancelled {
            let now = await directory.pod(namespace: pod.namespace, name: pod.name)
            let current = now?.containers.first { $0.name == name }?.current
            guard now?.uid == pod.uid, let current, current.id == run.id, current.isRunning else {
                return
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func previous(
        _ place: (pod: PodEntry, container: ContainerEntry)
    ) throws(StreamFault) -> ContainerEntry.Run {
        if let run = place.container.previous { return run }
        throw StreamFault(
            status: 400,
            message: "previous terminated container \"\(place.container.name)\" in pod "
                + "\"\(place.pod.name)\" not found")
    }

    private func current(
        _ place: (pod: PodEntry, container: ContainerEntry)
    ) throws(StreamFault) -> ContainerEntry.Run {
        if let run = place.container.current { return run }
        let why =
            switch place.container.waitingReason {
            case "ErrImagePull": "image can't be pulled"
            case "ImagePullBackOff": "trying and failing to pull image"
            default: place.container.waitingReason
            }
        throw StreamFault(
            status: 400,
            message: "container \"\(place.container.name)\" in pod \"\(place.pod.name)\" is "
                + "waiting to start: \(why)")
    }
}

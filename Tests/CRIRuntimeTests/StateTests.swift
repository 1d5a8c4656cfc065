import CRIProtocol
import CRIRuntime
import ContainerRuntime
import NetworkAddress
import Testing

/// What a runtime says, as the agent takes it.
@Suite struct StateTests {
    @Test func `a sandbox has its addresses, the main one first`() throws {
        var item = CRIPodSandbox()
        item.id = "s"
        item.metadata.name = "web"
        item.metadata.namespace = "shop"
        item.metadata.uid = "u"
        item.createdAt = 1_795_281_710_135_191_422
        var status = CRIPodSandboxStatus()
        status.network.ip = "10.244.1.2"
        var second = CRIPodIP()
        second.ip = "fd00:1::2"
        status.network.additionalIps = [second]
        let state = SandboxState(item, status)
        #expect(state.isReady)
        #expect(state.addresses == ["10.244.1.2", "fd00:1::2"].compactMap { IPAddress($0) })
        #expect(state.createdAt == 1_795_281_710_135_191)

        status.state = .sandboxNotready
        status.clearNetwork()
        #expect(!SandboxState(item, status).isReady)
        #expect(SandboxState(item, status).addresses.isEmpty)
    }

    @Test func `an exited container has its code, reason and times`() {
        var item = CRIContainer()
        item.id = "c"
        item.podSandboxID = "s"
        item.metadata.name = "app"
        item.metadata.attempt = 4
        var status = CRIContainerStatus()
        status.state = .containerExited
        status.startedAt = 2_000_000
        status.finishedAt = 3_000_000
        status.exitCode = 137
        status.reason = "OOMKilled"
        status.image.image = "app:1"
        status.imageRef = "sha256:1"
        let state = ContainerState(item, status)
        #expect(state.phase == .exited)
        #expect(state.attempt == 4)
        #expect(state.sandbox == "s")
        #expect(state.startedAt == 2000)
        #expect(state.finishedAt == 3000)
        #expect(state.exitCode == 137)
        #expect(state.reason == "OOMKilled")
        #expect(state.image == "app:1")
        #expect(state.imageID == "sha256:1")
    }

    @Test func `a runtime without a network says why`() {
        var status = CRIRuntimeStatus()
        var runtime = CRIRuntimeCondition()
        runtime.type = "RuntimeReady"
        runtime.status = true
        var network = CRIRuntimeCondition()
        network.type = "NetworkReady"
        network.reason = "NetworkPluginNotReady"
        network.message = "cni plugin not initialized"
        status.conditions = [runtime, network]
        let readiness = RuntimeReadiness(status)
        #expect(readiness.isReady)
        #expect(readiness.reason.isEmpty)
        #expect(!readiness.isNetworkReady)
        #expect(readiness.networkReason == "NetworkPluginNotReady: cni plugin not initialized")
    }

    @Test func `a sandbox's network is read from its OCI configuration`() throws {
        var answer = CRIPodSandboxStatusResponse()
        answer.info["info"] = """
            {"pid":8035,"runtimeSpec":{"linux":{"namespaces":[{"type":"pid"},\
            {"type":"network","path":"/var/run/netns/cni-1"}]}}}
            """
        #expect(try SandboxNetwork(answer).path == "/var/run/netns/cni-1")
        answer.info["info"] = #"{"runtimeSpec":{"linux":{"namespaces":[{"type":"pid"}]}}}"#
        #expect(try SandboxNetwork(answer).path == nil)
        answer.info = [:]
        #expect(throws: RuntimeError.self) { try SandboxNetwork(answer) }
        answer.status.state = .sandboxNotready
        #expect(throws: RuntimeError.self) { try SandboxNetwork(answer) }
    }

    @Test func `an endpoint is the path of a socket`() {
        for endpoint in ["tcp://1.2.3.4:5", "containerd.sock", ""] {
            #expect(throws: RuntimeError.self) {
                try CRIRuntime(endpoint: endpoint, logger: .init(label: "test"))
            }
        }
    }

    @Test func `a runtime that isn't there is unavailable`() async throws {
        let runtime = try CRIRuntime(
            endpoint: "unix:///nonexistent/containerd.sock", logger: .init(label: "test"))
        let error = await #expect(throws: RuntimeError.self) { try await runtime.readiness() }
        #expect(error?.code == .unavailable)
    }
}

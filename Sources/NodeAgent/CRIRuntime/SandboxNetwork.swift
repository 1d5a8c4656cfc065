import CRIProtocol
import ContainerRuntime
import JSON
import LinuxSystem
import NetworkAddress

/// Where a sandbox's network is: read from what a runtime tells for debugging, which containerd and
/// CRI-O do alike: `runtimeSpec` is the sandbox's own OCI configuration.
package struct SandboxNetwork: Sendable, Equatable {
    /// The file the namespace is mounted on; nil with the node's network.
    package var path: String?

    package init(_ status: CRIPodSandboxStatusResponse) throws(RuntimeError) {
        guard status.status.state == .sandboxReady else {
            throw RuntimeError(.failed, "sandbox \(status.status.id) does not run")
        }
        guard let info = status.info["info"],
            let document = try? JSONDocument(parsing: Array(info.utf8)),
            let spec = document.root["runtimeSpec"]
        else {
            throw RuntimeError(.failed, "the runtime does not tell where a sandbox's network is")
        }
        let namespaces = spec["linux"]?["namespaces"]?.elements.map { $0 } ?? []
        path = namespaces.first { $0["type"]?.string == "network" }?["path"]?.string
    }

    /// Connects to a port of the sandbox's own loopback.
    /// - Returns: the descriptor of the socket, which the caller owns.
    package func connect(toPort port: UInt16) async throws(RuntimeError) -> Int32 {
        // A thread of its own: entering a namespace is per thread, and connecting may wait.
        let result: Result<Int32, RuntimeError> = await withCheckedContinuation { waiting in
            do {
                _ = try SystemThread.spawn(name: "port-forward") {
                    waiting.resume(returning: self.connectHere(to: Port(rawValue: port)))
                }
            } catch {
                waiting.resume(returning: .failure(RuntimeError(.failed, "\(error)")))
            }
        }
        return try result.get()
    }

    private func connectHere(to port: Port) -> Result<Int32, RuntimeError> {
        do {
            if let path { try NetworkNamespace(path: path).enter() }
            let socket: StreamSocket
            do {
                socket = try Self.connect(.ipv4, port)
            } catch  where error.errno == .econnrefused {
                socket = try Self.connect(.ipv6, port)
            }
            return .success(try socket.duplicate().release())
        } catch {
            return .failure(RuntimeError(.failed, "\(error)"))
        }
    }

    private static func connect(
        _ family: AddressFamily, _ port: Port
    ) throws(SystemError) -> StreamSocket {
        try StreamSocket(
            connect: SocketEndpoint(.loopback(family), port), timeout: .seconds(10))
    }
}

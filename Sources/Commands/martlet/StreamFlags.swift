import APIMachinery
import ArgumentParser
import ClusterIdentity
import HTTPServer
import KubernetesClient
import LinuxSystem
import Logging
import NodeAgent
import PodStreams

/// The flags of `martlet agent` about logs, commands and forwarded ports, named as the kubelet's
/// are.
struct StreamFlags: ParsableArguments {
    @Option(help: "Where to listen for logs and commands (default: all addresses).")
    var address = ""

    @Option(help: "Who signs the API server's client certificate (default: the kubeconfig's CA).")
    var clientCaFile: String?

    @Option(help: "The certificate of that port (default: one made at each start).")
    var tlsCertFile: String?

    @Option(help: "Its key.")
    var tlsPrivateKeyFile: String?

    @Option(help: "Whether to serve logs and commands to those who don't show who they are.")
    var anonymousAuth = false

    /// What the flags say; nil when the port is 0: no server.
    func options(
        _ node: NodeAgentOptions, _ access: ClusterAccess
    ) throws -> PodStreamServer.Options? {
        guard node.port > 0 else { return nil }
        var options = PodStreamServer.Options(nodeName: node.nodeName)
        options.address = address
        options.port = node.port
        options.nodeAddresses = node.addresses
        options.allowsAnonymous = anonymousAuth
        if let clientCaFile {
            options.clientAuthority = try Files.readText(clientCaFile)
        } else {
            options.clientAuthority = access.authority.map { String(decoding: $0, as: UTF8.self) }
        }
        if let tlsCertFile, let tlsPrivateKeyFile {
            options.certificate = CertifiedKey(
                certificate: try Files.readText(tlsCertFile),
                key: try Files.readText(tlsPrivateKeyFile))
        }
        return options
    }

    /// Serves until the task is cancelled. Pods run without it, too.
    static func serve(_ server: PodStreamServer, _ logger: Logger) async {
        var isTold = false
        while !Task.isCancelled {
            do throws(HTTPServerError) {
                try await server.start()
                break
            } catch {
                if !isTold { logger.error("no logs and commands of pods: \(error)") }
                isTold = true
                try? await Task.sleep(for: .seconds(5))
            }
        }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        await server.shutdown()
    }
}

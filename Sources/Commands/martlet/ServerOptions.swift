import APIServer
import ArgumentParser
import NetworkAddress

/// The flags of `martlet apiserver`, named as kube-apiserver's are.
struct ServerOptions: ParsableArguments {
    @Option(help: "Where the cluster's data is kept.")
    var dataDir = "/var/lib/martlet"

    @Option(help: "Serve plain HTTP without authentication on this port of the loopback.")
    var insecurePort: Int?

    @Option(help: "The address to serve HTTPS on.")
    var bindAddress = "127.0.0.1"

    @Option(help: "The port to serve HTTPS on; 0 serves none.")
    var securePort = 6443

    @Option(help: "The ranges of Services' addresses: 10.96.0.0/16, or one a family with a comma.")
    var serviceClusterIpRange = "10.96.0.0/16"

    @Option(help: "The ports that Services may have on nodes: 30000-32767.")
    var serviceNodePortRange = "30000-32767"

    @Option(help: "Where the Service `kubernetes` leads (default: the address that is bound).")
    var advertiseAddress: String?

    @Option(help: "Who decides what is allowed: Node, RBAC, AlwaysAllow, AlwaysDeny, with commas.")
    var authorizationMode = "Node,RBAC"

    @Option(help: "Whether requests without credentials are served as system:anonymous.")
    var anonymousAuth = true

    @Option(help: "Whether pods may ask for privileges.")
    var allowPrivileged = true

    @Option(help: "Requests that look, served at once.")
    var maxRequestsInflight = 400

    @Option(help: "Requests that change, served at once.")
    var maxMutatingRequestsInflight = 200

    @Option(help: "Admission steps to leave out, with commas.")
    var disableAdmissionPlugins = ""

    @Option(help: "Admission steps to take, with commas; those that aren't here are named.")
    var enableAdmissionPlugins = ""

    @Option(help: "PEM of the authorities whose clients are known (default: the server's own).")
    var clientCaFile: String?

    @Option(help: "PEM of the certificate to show (default: one of the server's own authority).")
    var tlsCertFile: String?

    @Option(help: "PEM of that certificate's key.")
    var tlsPrivateKeyFile: String?

    @Option(help: "A file of tokens: token,user,uid,\"group,group\" a line.")
    var tokenAuthFile: String?

    @Option(help: "PEM of the key that signs service accounts' tokens.")
    var serviceAccountSigningKeyFile: String?

    @Option(help: "PEM of a key that service accounts' tokens may be signed with; may be repeated.")
    var serviceAccountKeyFile: [String] = []

    @Option(help: "Who issues service accounts' tokens.")
    var serviceAccountIssuer = "https://kubernetes.default.svc.cluster.local"

    @Option(help: "For whom the server takes tokens, with commas (default: the issuer).")
    var apiAudiences = ""

    /// Where the server is reached.
    var address: String {
        if securePort == 0, let insecurePort { return "http://127.0.0.1:\(insecurePort)" }
        let host = advertiseAddress ?? bindAddress
        let isOpen = IPAddress(host)?.isUnspecified ?? false
        let name = isOpen ? "127.0.0.1" : host
        return "https://" + (name.contains(":") ? "[\(name)]" : name) + ":\(securePort)"
    }

    /// The admission steps that a flag names.
    /// - Throws: when one is none that upstream has.
    func admissionSteps(_ flag: String) throws -> [String] {
        let isEnabling = flag == "--enable-admission-plugins"
        let names = Self.list(isEnabling ? enableAdmissionPlugins : disableAdmissionPlugins)
        let known = APIServerConfiguration.admissionSteps
            .union(APIServerConfiguration.missingAdmissionSteps)
        for name in names where !known.contains(name) {
            throw ValidationError("\(flag): there is no admission plugin \(name)")
        }
        return names
    }

    private func checkPorts() throws {
        guard (0...65_535).contains(securePort) else {
            throw ValidationError("--secure-port: expected 0 to 65535, found \(securePort)")
        }
        if let port = insecurePort, !(1...65_535).contains(port) {
            throw ValidationError("--insecure-port: expected 1 to 65535, found \(port)")
        }
        if securePort == 0, insecurePort == nil {
            throw ValidationError("--secure-port 0: expected an --insecure-port beside it")
        }
    }

    /// What the server is to do.
    func configuration() throws -> APIServerConfiguration {
        try checkPorts()
        _ = try admissionSteps("--enable-admission-plugins")
        let ranges = try Self.list(serviceClusterIpRange).map { text in
            guard let range = IPPrefix(text) else {
                throw ValidationError(
                    "--service-cluster-ip-range: \(text) is no range, as 10.96.0.0/16")
            }
            return range
        }
        let text = advertiseAddress ?? bindAddress
        guard let address = IPAddress(text) else {
            throw ValidationError("--advertise-address: \(text) is no address")
        }
        var configuration = APIServerConfiguration(
            serviceRanges: ranges, advertisedAddress: address)
        configuration.advertisedPort = securePort == 0 ? 6443 : securePort
        configuration.nodePorts = try ports()
        configuration.allowsPrivileged = allowPrivileged
        configuration.allowsAnonymous = anonymousAuth
        configuration.authorizationModes = try modes()
        configuration.maximumReading = maxRequestsInflight
        configuration.maximumWriting = maxMutatingRequestsInflight
        configuration.disabledAdmission = Set(
            try admissionSteps("--disable-admission-plugins"))
        return configuration
    }

    private func ports() throws -> ClosedRange<Int> {
        let bounds = serviceNodePortRange.split(separator: "-").compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] <= bounds[1], bounds[0] > 0, bounds[1] < 65_536 else {
            throw ValidationError(
                "--service-node-port-range: \(serviceNodePortRange) is no range, as 30000-32767")
        }
        return bounds[0]...bounds[1]
    }

    private func modes() throws -> [String] {
        let modes = Self.list(authorizationMode)
        for mode in modes where !["Node", "RBAC", "AlwaysAllow", "AlwaysDeny"].contains(mode) {
            throw ValidationError(
                "--authorization-mode: \(mode) is none of Node, RBAC, AlwaysAllow, AlwaysDeny")
        }
        return modes
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { $0 != " " } }
    }
}

import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// Where a program's objects come from, as its options say: manifests or an API server.
public enum ObjectOrigin: Sendable {
    /// A file or folder of manifests.
    case manifests(String)
    /// An API server.
    case server(APIClient)

    /// The options that say it, named as kube-proxy's where it has them.
    public struct Options: Sendable {
        /// `--from`: a file or folder of manifests.
        public var from: String?
        /// `--kubeconfig`: its path; several with colons between.
        public var kubeconfig: String?
        /// `--master`: the server's URL; beside a kubeconfig it overrides the server alone.
        public var master: String?

        /// Options; nil for what was not given.
        public init(from: String? = nil, kubeconfig: String? = nil, master: String? = nil) {
            self.from = from
            self.kubeconfig = kubeconfig
            self.master = master
        }

        /// Whether nothing was given.
        public var isEmpty: Bool { from == nil && kubeconfig == nil && master == nil }
    }

    /// The origin that options name. Without any, a pod follows the server it runs under.
    /// - Parameter environment: reads an environment variable.
    /// - Throws: `ClientError.configuration`.
    public init(
        _ options: Options, environment: (String) -> String?
    ) throws(ClientError) {
        if let from = options.from {
            guard options.kubeconfig == nil, options.master == nil else {
                throw .configuration("--from: expected no --kubeconfig or --master beside it")
            }
            self = .manifests(from)
            return
        }
        if options.isEmpty, environment("KUBERNETES_SERVICE_HOST") == nil {
            throw .configuration(
                "nothing to follow: expected --from PATH, --kubeconfig PATH or --master URL")
        }
        self = .server(try APIClient(try ObjectOrigin.access(options, environment)))
    }

    private static func access(
        _ options: Options, _ environment: (String) -> String?
    ) throws(ClientError) -> ClusterAccess {
        guard let paths = options.kubeconfig else {
            if let master = options.master { return try .master(master) }
            return try .inCluster(environment: environment)
        }
        var access = try Kubeconfig(paths: paths).access()
        if let master = options.master {
            access.server = try ClusterAccess.master(master).server
            access.origin += " with --master"
        }
        return access
    }

    /// A source that tells everything, then what changes.
    public var source: any ObjectSource {
        switch self {
        case .manifests(let path): ManifestSource(path: path, follow: true)
        case .server(let client): APISource(client)
        }
    }

    /// A source that leaves out objects that can't be used, and tells them as `rejected`.
    public var lenientSource: any ObjectSource {
        switch self {
        case .manifests(let path): ManifestSource(path: path, follow: true, isStrict: false)
        case .server(let client): APISource(client)
        }
    }

    /// Reads the objects of these kinds once; those that can't be used are told beside the others.
    /// - Throws: `ManifestError` or `ClientError`; a server that can't be reached is not
    ///   asked again.
    public func list(_ kinds: Set<Kind>) async throws -> ObjectBatch {
        switch self {
        case .manifests(let path): try ManifestSource.list(path: path, kinds: kinds)
        case .server(let client): try await APISource(client).list(kinds)
        }
    }

    /// Reads the objects of these kinds once.
    /// - Throws: `ManifestError` or `ClientError`; a server that can't be reached is not
    ///   asked again.
    public func load(_ kinds: Set<Kind>) async throws -> [KubernetesObject] {
        switch self {
        case .manifests(let path):
            try ManifestSource.load(path: path).filter { kinds.contains($0.kind) }
        case .server(let client): try await APISource(client).load(kinds)
        }
    }
}

extension ObjectOrigin: CustomStringConvertible {
    /// The path, or the server.
    public var description: String {
        switch self {
        case .manifests(let path): path
        case .server(let client): client.access.server
        }
    }
}

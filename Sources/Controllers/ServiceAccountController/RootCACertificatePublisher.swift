import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Every namespace has the config map `kube-root-ca.crt`, by which pods know the API server.
public final class RootCACertificatePublisher: Controller {
    public static let name = "root-ca-certificate-publisher-controller"
    private static let configMap = "kube-root-ca.crt"
    private static let description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal "
        + "endpoints such as the internal service IP or kubernetes.default.svc. No other usage is "
        + "guaranteed across distributions of Kubernetes clusters."

    private let context: ControllerContext
    private let certificates: String
    private let namespaces: Informer
    private let configMaps: Informer
    private let queue = WorkQueue<String>()

    /// A publisher.
    /// - Parameter certificates: PEM; when empty, those that the API server itself published for
    ///   kube-system.
    public init(_ context: ControllerContext, certificates: String = "") {
        self.context = context
        self.certificates = certificates
        namespaces = context.cluster.informer(for: .namespaces)
        configMaps = context.cluster.informer(for: .configMaps)
        namespaces.onChange { [queue] change in
            if let namespace = change.new { queue.add(namespace.name) }
        }
        configMaps.onChange { [queue] change in
            if let object = change.object, object.name == Self.configMap {
                queue.add(object.namespace)
            }
        }
    }

    public func run() async {
        await namespaces.waitUntilFilled()
        await configMaps.waitUntilFilled()
        let pem = certificates.isEmpty ? published() : certificates
        if pem.isEmpty {
            context.logger.warning("\(Self.name): no root certificates are known; none published")
            return await Self.idle()
        }
        let reconciler = Reconciler(
            Self.name, workers: 2, queue: queue, logger: context.logger
        ) { namespace throws(APIStatus) in
            try await self.reconcile(namespace, pem)
            return nil
        }
        await reconciler.run()
    }

    private func published() -> String {
        let object = configMaps.get(namespace: "kube-system", name: Self.configMap)?.object()
        return object?["data", "ca.crt"]?.string ?? ""
    }

    /// Waits until its task is cancelled.
    private static func idle() async {
        while !Task.isCancelled { try? await ContinuousClock().sleep(for: .seconds(3600)) }
    }

    private func reconcile(_ namespace: String, _ pem: String) async throws(APIStatus) {
        guard let found = namespaces.get(name: namespace), !found.meta.isDeleting else { return }
        do throws(APIStatus) {
            if let cached = configMaps.get(namespace: namespace, name: Self.configMap) {
                let old = cached.object()
                let new = Self.configMap(old, pem)
                if new != old { try await context.cluster.update(.configMaps, new) }
            } else {
                var new = APIObject([:])
                new.name = Self.configMap
                new.namespace = namespace
                try await context.cluster.create(.configMaps, Self.configMap(new, pem))
            }
        } catch {
            let isNeedless =
                error.isAlreadyExists || error.isNotFound || error.isNamespaceTerminating
            if !isNeedless { throw error }
        }
    }

    /// The config map as it must be.
    private static func configMap(_ old: APIObject, _ pem: String) -> APIObject {
        var new = old
        if new.annotations["kubernetes.io/description"] != description {
            new.annotations["kubernetes.io/description"] = description
        }
        new["data"] = ["ca.crt": .string(pem)]
        return new
    }
}

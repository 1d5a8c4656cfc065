import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Every namespace has the service account `default`, also after someone deleted it.
public final class ServiceAccountController: Controller {
    public static let name = "serviceaccount-controller"
    private static let account = "default"

    private let context: ControllerContext
    private let namespaces: Informer
    private let accounts: Informer
    private let queue = WorkQueue<String>()

    /// A controller of all namespaces.
    public init(_ context: ControllerContext) {
        self.context = context
        namespaces = context.cluster.informer(for: .namespaces)
        accounts = context.cluster.informer(for: .serviceAccounts)
        namespaces.onChange { [queue] change in
            if let namespace = change.new { queue.add(namespace.name) }
        }
        accounts.onChange { [queue] change in
            if change.new == nil, let old = change.old, old.name == Self.account {
                queue.add(old.namespace)
            }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 2, queue: queue, logger: context.logger
        ) { namespace throws(APIStatus) in
            try await self.reconcile(namespace)
            return nil
        }
        await reconciler.run(after: [namespaces, accounts])
    }

    private func reconcile(_ namespace: String) async throws(APIStatus) {
        guard let found = namespaces.get(name: namespace), !found.meta.isDeleting,
            accounts.get(namespace: namespace, name: Self.account) == nil
        else { return }
        var account = APIObject([:])
        account.name = Self.account
        account.namespace = namespace
        do throws(APIStatus) {
            try await context.cluster.create(.serviceAccounts, account)
        } catch {
            let isNeedless =
                error.isAlreadyExists || error.isNotFound || error.isNamespaceTerminating
            if !isNeedless { throw error }
        }
    }
}

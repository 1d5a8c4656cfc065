import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Gives roles that gather others (`aggregationRule`) the rules of those.
public final class ClusterRoleAggregationController: Controller {
    public static let name = "clusterrole-aggregation-controller"

    private let context: ControllerContext
    private let roles: Informer
    private let queue = WorkQueue<String>()

    /// A controller of all cluster roles.
    public init(_ context: ControllerContext) {
        self.context = context
        roles = context.cluster.informer(for: .clusterRoles)
        roles.onChange { [queue, roles] _ in
            for role in roles.list() where !GatheringRole.of(role).selectors.isEmpty {
                queue.add(role.name)
            }
        }
    }

    public func run() async {
        let reconciler = Reconciler(
            Self.name, workers: 2, queue: queue, logger: context.logger
        ) { name throws(APIStatus) in
            try await self.reconcile(name)
            return nil
        }
        await reconciler.run(after: [roles])
    }

    private func reconcile(_ name: String) async throws(APIStatus) {
        guard let cached = roles.get(name: name) else { return }
        let selectors = GatheringRole.of(cached).selectors
        if selectors.isEmpty { return }
        let rules = Self.rules(
            of: selectors, in: roles.list().filter { $0.name != name })
        var role = cached.object()
        if role["rules"]?.array ?? [] == rules { return }
        role["rules"] = .array(rules)
        do throws(APIStatus) {
            try await context.cluster.update(.clusterRoles, role)
        } catch {
            if !error.isNotFound { throw error }
        }
    }

    /// The rules of all roles that are selected, each rule once, in an order that stays.
    static func rules(of selectors: [LabelSelector], in roles: [CachedObject]) -> [JSON] {
        var rules: [JSON] = []
        var known: Set<JSON> = []
        let inOrder = roles.sorted { $0.name < $1.name }
        for selector in selectors {
            for role in inOrder where selector.matches(role.meta.labels) {
                for rule in role.object()["rules"]?.array ?? []
                where known.insert(rule).inserted {
                    rules.append(rule)
                }
            }
        }
        return rules
    }
}

/// Which roles a role gathers.
struct GatheringRole: ObjectView {
    var selectors: [LabelSelector]

    init(_ object: JSONValue) {
        let selectors = object["aggregationRule"]?["clusterRoleSelectors"]?.elements
        self.selectors =
            selectors?.compactMap { value in
                (try? LabelSelector(object: JSON(value))) ?? nil
            } ?? []
    }

    static func of(_ role: CachedObject) -> GatheringRole { role.view() }
}

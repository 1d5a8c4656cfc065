import ClusterRoleAggregationController
import ControllerRuntime
import CronJobController
import DaemonSetController
import DeploymentController
import DisruptionController
import EndpointSliceController
import EndpointSliceMirroringController
import EndpointsController
import GarbageCollector
import JobController
import LoadBalancerController
import NamespaceController
import NodeAddressController
import NodeLifecycleController
import PodGarbageCollector
import ReplicaSetController
import ResourceQuotaController
import ServiceAccountController
import StatefulSetController

/// A controller that there is, and how it is made.
struct ControllerEntry: Sendable {
    var type: any Controller.Type
    var isOnByDefault: Bool
    /// Nil where the options leave it nothing to do.
    var make: @Sendable (ControllerContext, ControllerOptions) -> (any Controller)?

    /// A controller.
    init<Made: Controller>(
        onByDefault: Bool = true,
        _ make: @escaping @Sendable (ControllerContext, ControllerOptions) -> Made?
    ) {
        type = Made.self
        isOnByDefault = onByDefault
        self.make = { make($0, $1) }
    }
}

extension ControllerManager {
    /// All controllers, one a line.
    static let all: [ControllerEntry] = [
        ControllerEntry { context, _ in ServiceAccountController(context) },
        ControllerEntry {
            RootCACertificatePublisher($0, certificates: $1.rootCertificates)
        },
        ControllerEntry { context, _ in NamespaceController(context) },
        ControllerEntry { context, _ in GarbageCollector(context) },
        ControllerEntry { context, _ in ReplicaSetController(context) },
        ControllerEntry { context, _ in ReplicationController(context) },
        ControllerEntry { context, _ in DeploymentController(context) },
        ControllerEntry { context, _ in DaemonSetController(context) },
        ControllerEntry { context, _ in StatefulSetController(context) },
        ControllerEntry { context, _ in JobController(context) },
        ControllerEntry { context, _ in TTLAfterFinishedController(context) },
        ControllerEntry { ResourceQuotaController($0, period: $1.resourceQuotaSyncPeriod) },
        ControllerEntry { context, _ in CronJobController(context) },
        ControllerEntry { context, _ in EndpointSliceController(context) },
        ControllerEntry { context, _ in EndpointSliceMirroringController(context) },
        ControllerEntry { context, _ in EndpointsController(context) },
        ControllerEntry { NodeLifecycleController($0, $1.nodeLifecycle) },
        ControllerEntry { context, _ in TaintEvictionController(context) },
        ControllerEntry { context, options in
            options.nodeAddresses.map { NodeAddressController(context, $0) }
        },
        ControllerEntry { context, options in
            (try? options.addressPool()).flatMap { $0 }
                .map { LoadBalancerController(context, pool: $0) }
        },
        ControllerEntry { context, _ in DisruptionController(context) },
        ControllerEntry { context, _ in ClusterRoleAggregationController(context) },
        ControllerEntry { context, options in
            var own = PodGarbageCollector.Options()
            own.terminatedPods = options.terminatedPodGCThreshold
            return PodGarbageCollector(context, options: own)
        },
    ]

    /// The controllers' names, in order.
    public static var names: [String] { all.map { $0.type.name }.sorted() }
}

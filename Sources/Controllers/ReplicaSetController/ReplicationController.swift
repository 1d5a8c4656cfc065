import ControllerRuntime
import PodControl

/// Keeps as many pods of a ReplicationController as it wants: the same as with ReplicaSets.
public final class ReplicationController: Controller {
    public static let name = "replicationcontroller-controller"

    private let replicas: Replicas

    /// The controller; informers are asked for at once.
    /// - Parameter workers: how many ReplicationControllers are looked at at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        replicas = Replicas(
            context, of: .replicationControllers, name: Self.name, workers: workers)
    }

    public func run() async { await replicas.run() }
}

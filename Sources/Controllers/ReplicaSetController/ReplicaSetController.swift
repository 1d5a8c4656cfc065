import ControllerRuntime
import PodControl

/// Keeps as many pods of a ReplicaSet as it wants.
public final class ReplicaSetController: Controller {
    public static let name = "replicaset-controller"

    private let replicas: Replicas

    /// The controller; informers are asked for at once.
    /// - Parameter workers: how many ReplicaSets are looked at at once.
    public init(_ context: ControllerContext, workers: Int = 5) {
        replicas = Replicas(context, of: .replicaSets, name: Self.name, workers: workers)
    }

    public func run() async { await replicas.run() }
}

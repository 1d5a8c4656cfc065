import APIMachinery
import ContainerRuntime
import ControllerRuntime
import Logging
import PodProbes
import PodVolumes

/// What the parts of a node's agent share.
struct AgentContext: Sendable {
    let options: NodeAgentOptions
    let cluster: any Cluster
    let events: EventRecorder
    let logger: Logger
    let now: @Sendable () -> Timestamp
    let runtime: any ContainerRuntime
    /// Its name: `containerd`.
    let runtimeName: String
    let observer: RuntimeObserver
    let images: ImageFetcher
    let objects: ObjectReader
    let volumes: PodVolumes
    let services: Informer
    let probes: NetworkProbe
    let machine: MachineFacts
    /// The pods, by unique id, that are looked at next.
    let pods: WorkQueue<String>
    /// The pods whose status is to be written.
    let statuses: WorkQueue<String>
    let clock = ContinuousClock()

    /// The node's addresses as pods' statuses show them.
    var addresses: [String] { options.addresses.map(\.description) }
}

import CRIProtocol
import ContainerRuntime
import NetworkAddress

extension RuntimeReadiness {
    package init(_ status: CRIRuntimeStatus) {
        func condition(_ type: String) -> CRIRuntimeCondition? {
            status.conditions.first { $0.type == type }
        }
        func reason(_ condition: CRIRuntimeCondition?) -> String {
            guard let condition else { return "the runtime says nothing of it" }
            if condition.status { return "" }
            return [condition.reason, condition.message].filter { !$0.isEmpty }
                .joined(separator: ": ")
        }
        let (runtime, network) = (condition("RuntimeReady"), condition("NetworkReady"))
        self.init(
            isReady: runtime?.status ?? false, reason: reason(runtime),
            isNetworkReady: network?.status ?? false, networkReason: reason(network))
    }
}

extension SandboxState {
    package init(_ item: CRIPodSandbox, _ status: CRIPodSandboxStatus) {
        let texts = [status.network.ip] + status.network.additionalIps.map(\.ip)
        self.init(
            id: item.id, namespace: item.metadata.namespace, name: item.metadata.name,
            uid: item.metadata.uid, attempt: Int(item.metadata.attempt),
            isReady: status.state == .sandboxReady, createdAt: item.createdAt / 1000,
            addresses: texts.compactMap { IPAddress($0) }, labels: item.labels,
            annotations: item.annotations)
    }
}

extension ContainerState {
    package init(_ item: CRIContainer, _ status: CRIContainerStatus) {
        let phase: Phase =
            switch status.state {
            case .containerCreated: .created
            case .containerRunning: .running
            case .containerExited: .exited
            case .containerUnknown, .UNRECOGNIZED: .unknown
            }
        self.init(
            id: item.id, sandbox: item.podSandboxID, name: item.metadata.name,
            attempt: Int(item.metadata.attempt), image: status.image.image,
            imageID: status.imageRef, phase: phase, createdAt: status.createdAt / 1000,
            startedAt: status.startedAt / 1000, finishedAt: status.finishedAt / 1000,
            exitCode: Int(status.exitCode), reason: status.reason, message: status.message,
            logPath: status.logPath, labels: item.labels, annotations: item.annotations)
    }
}

extension ImageState {
    package init(_ image: CRIImage) {
        self.init(
            id: image.id, names: image.repoTags + image.repoDigests,
            size: Int(clamping: image.size), user: image.hasUid ? Int(image.uid.value) : nil)
    }
}

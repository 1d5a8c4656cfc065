import JSON
import KubernetesClient

/// What a lab reads of objects.
enum ObjectReading {
    static func name(of object: JSON) -> String { object["metadata"]?["name"]?.string ?? "" }

    static func namespace(of object: JSON) -> String {
        object["metadata"]?["namespace"]?.string ?? ""
    }

    static func key(of object: JSON) -> PodKey {
        PodKey(namespace: namespace(of: object), name: name(of: object))
    }

    /// Whether a condition of its status is true.
    static func condition(_ type: String, of object: JSON) -> Bool {
        (object["status"]?["conditions"]?.array ?? []).contains {
            $0["type"]?.string == type && $0["status"]?.string == "True"
        }
    }

    static func isDeleting(_ object: JSON) -> Bool {
        object["metadata"]?["deletionTimestamp"]?.string != nil
    }

    /// The node a pod is on; empty before.
    static func node(of pod: JSON) -> String { pod["spec"]?["nodeName"]?.string ?? "" }

    static func addresses(of pod: JSON) -> [String] {
        (pod["status"]?["podIPs"]?.array ?? []).compactMap { $0["ip"]?.string }
    }
}

/// How far a cluster has come with what it was told.
enum ClusterProgress {
    /// The pods and Deployments that are not as they shall be, in words.
    static func unfinished(_ client: LabClient) throws -> [String] {
        do {
            return try look(client)
        } catch let error as ClientError where error.code == nil {
            return ["the API server (\(error))"]
        }
    }

    private static func look(_ client: LabClient) throws -> [String] {
        let deployments = try client.list("/apis/apps/v1/deployments")
            .filter { !isSettled($0) }
            .map { "deployment \(ObjectReading.key(of: $0))" }
        let pods = try client.list("/api/v1/pods").filter { pod in
            let phase = pod["status"]?["phase"]?.string
            return phase != "Succeeded" && phase != "Failed"
                && !ObjectReading.condition("Ready", of: pod) && !ObjectReading.isDeleting(pod)
        }.map { "pod \(ObjectReading.key(of: $0))" }
        return deployments + pods
    }

    /// Whether a Deployment has exactly the pods it shall have, of the last template, all available
    /// and none on its way out.
    static func isSettled(_ deployment: JSON) -> Bool {
        let wanted = deployment["spec"]?["replicas"]?.int ?? 1
        let status = deployment["status"]
        func count(_ key: String) -> Int { status?[key]?.int ?? 0 }
        return count("observedGeneration") >= deployment["metadata"]?["generation"]?.int ?? 0
            && count("replicas") == wanted && count("updatedReplicas") == wanted
            && count("availableReplicas") == wanted
    }
}

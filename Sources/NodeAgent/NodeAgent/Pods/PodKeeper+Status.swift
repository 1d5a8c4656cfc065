import APIMachinery
import ControllerRuntime
import JSON
import PodLifecycle

extension PodKeeper {
    /// The status that the pod must have, made from the one of an object.
    private func status(changing object: APIObject) -> JSON? {
        guard let situation, let plan else { return nil }
        return PodStatusPlan(situation, plan: plan, node: .init(context.addresses))
            .status(changing: object.json["status"] ?? [:])
    }

    /// Whether the API says something else.
    var needsWriting: Bool {
        guard let newest, memory.ending?.cause != .gone else { return false }
        if isDeletable { return true }
        guard let wanted = status(changing: newest) else { return false }
        return wanted.essence != (newest.json["status"] ?? [:]).essence
    }

    /// Writes the pod's status, and then, when it has ended and is to be deleted, deletes it.
    func writeStatus() async throws(APIStatus) {
        guard let object = newest, memory.ending?.cause != .gone else { return }
        // Finished pods keep the status they ended with.
        if let wanted = status(changing: object),
            wanted.essence != (object.json["status"] ?? [:]).essence
        {
            var changed = object
            changed.json["status"] = wanted
            do throws(APIStatus) {
                newest = try await context.cluster.update(.pods, changed, subresource: "status")
            } catch {
                if error.code == 404 { return }
                throw error
            }
        }
        guard isDeletable else { return }
        do throws(APIStatus) {
            try await context.cluster.delete(
                .pods, namespace: manifest.namespace, name: manifest.name,
                Deletion(grace: 0, uid: uid))
        } catch {
            // Gone, or another of its name: both are what was wanted.
            if error.code != 404, error.code != 409 { throw error }
        }
    }
}

extension JSON {
    /// The value without what the API leaves out, and in one order: equal for equal meaning.
    var essence: JSON {
        switch self {
        case .object(let object):
            var result = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) {
                let value = member.value.essence
                if !value.isVoid { result.add(member.key, value) }
            }
            return .object(result)
        case .array(let elements): return .array(elements.map(\.essence))
        default: return self
        }
    }

    private var isVoid: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }
}

import APIMachinery
import HTTPServer
import JSON
import ResourceModel
import ResourceSchema

extension APIServer {
    /// `/scale`: an object's wanted number, as `autoscaling/v1` Scale.
    func scale(
        _ target: ResourceTarget, _ rules: ScaleRules, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        var writing = mainRules(target.definition)
        writing.subresource = "scale"
        switch context.info.verb {
        case "get":
            let object = try requestForm(try required(target).object, target)
            return respond(ScaleView.scale(of: object, rules), context, acceptance)
        case "update":
            let options = try WriteOptions(context.query, kind: "UpdateOptions")
            let document = try bodies.document(context.http)
            try bodies.checkKind(
                document.root, kind: "Scale", groupVersion: ScaleView.groupVersion)
            let body = JSON(document.root)
            let change = ScaleView.change(rules, target) { _ in body }
            let result = try await update(
                target, writing, change, options, context)
            return respond(ScaleView.scale(of: result.object, rules), context, acceptance)
        default:
            let options = try WriteOptions(context.query, kind: "PatchOptions")
            let kind = try PatchKind(context.http)
            let patch = try kind.read(context.http.body, bodies)
            let change = ScaleView.change(rules, target) { before throws(APIStatus) in
                kind == .json
                    ? try JSONPatch.apply(patch, to: before) : MergePatch.apply(patch, to: before)
            }
            let result = try await update(
                target, writing, change, options, context)
            return respond(ScaleView.scale(of: result.object, rules), context, acceptance)
        }
    }
}

/// Objects seen as Scales.
enum ScaleView {
    static let groupVersion = GroupVersion(group: "autoscaling", version: "v1")

    /// The Scale of an object.
    static func scale(of object: APIObject, _ rules: ScaleRules) -> JSON {
        var metadata = JSONObject()
        for member in [
            "name", "namespace", "uid", "resourceVersion", "creationTimestamp",
        ] { metadata.add(member, ifPresent: object["metadata", member]) }
        let wanted = object.json.field(rules.specReplicas[...])?.int ?? 0
        let seen = object.json.field(rules.statusReplicas[...])?.int ?? 0
        var status: JSON = ["replicas": .int(seen)]
        let selector = rules.selector(object)
        if !selector.isEmpty { status["selector"] = .string(selector) }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": .object(metadata),
            "spec": wanted == 0 ? [:] : ["replicas": .int(wanted)], "status": status,
        ]
    }

    /// A change of the object that a changed Scale asks for.
    static func change(
        _ rules: ScaleRules, _ target: ResourceTarget,
        _ edit: @escaping @Sendable (JSON) throws(APIStatus) -> JSON
    ) -> ObjectChange {
        ObjectChange(makesObjects: false) { object, _ throws(APIStatus) in
            let edited = try edit(scale(of: object, rules))
            let wanted = edited["spec"]?["replicas"]?.int ?? 0
            if wanted < 0 {
                throw .invalid(
                    GroupKind(group: "autoscaling", kind: "Scale"), name: target.name,
                    [
                        .invalid(
                            FieldPath("spec")["replicas"], .int(wanted),
                            "must be greater than or equal to 0")
                    ])
            }
            let read = APIObject(edited)
            var changed = object
            if !read.name.isEmpty { changed.name = read.name }
            changed.json.setField(rules.specReplicas[...], .int(wanted))
            changed.resourceVersion = read.resourceVersion
            return changed
        }
    }
}

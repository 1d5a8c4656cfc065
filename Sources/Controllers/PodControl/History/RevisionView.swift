import ControllerRuntime
import JSON
import WatchCache

/// What controllers read of a ControllerRevision.
public struct RevisionView: ObjectView {
    /// Grows with each change of the template.
    public var revision: Int
    /// A patch of the owner that brings the template of then back.
    public var data: JSON

    public init(_ object: JSONValue) {
        revision = object["revision"]?.int ?? 0
        data = object["data"].map { JSON($0) } ?? [:]
    }

    /// The template of then.
    public var template: JSON {
        var template = data.field(["spec", "template"]) ?? [:]
        template["$patch"] = nil
        return template
    }

    /// What a revision keeps of a template.
    public static func data(of template: JSON) -> JSON {
        var template = template
        template["$patch"] = "replace"
        return ["spec": ["template": TemplateHash.canonical(template)]]
    }
}

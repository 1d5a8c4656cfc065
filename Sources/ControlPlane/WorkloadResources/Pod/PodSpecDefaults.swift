import APIMachinery
import JSON

/// What a pod's spec has when its writer left it out, in pods and in templates alike.
enum PodSpecDefaults {
    static func set(_ spec: inout JSON) {
        spec.setDefault("restartPolicy", "Always")
        spec.setDefault("terminationGracePeriodSeconds", 30)
        spec.setDefault("dnsPolicy", "ClusterFirst")
        spec.setDefault("securityContext", [:])
        spec.setDefault("schedulerName", "default-scheduler")
        mirrorServiceAccount(&spec)
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            spec.updateEach(list, container)
        }
        spec.updateEach("volumes", VolumeDefaults.set)
    }

    /// A template's spec; a template that is absent becomes one, as it is no pointer upstream.
    static func set(template: inout JSON) {
        var spec = template["spec"] ?? [:]
        set(&spec)
        template["spec"] = spec
    }

    /// `serviceAccount` is the older name of `serviceAccountName`; each stands for the other.
    private static func mirrorServiceAccount(_ spec: inout JSON) {
        let name = spec.text("serviceAccountName")
        let older = spec.text("serviceAccount")
        if !name.isEmpty {
            spec["serviceAccount"] = .string(name)
        } else if !older.isEmpty {
            spec["serviceAccountName"] = .string(older)
        }
    }

    static func container(_ container: inout JSON) {
        container.updateEach("ports") { $0.setDefault("protocol", "TCP") }
        container.updateEach("env") { variable in
            variable.update("valueFrom") { source in
                source.update("fieldRef") { $0.setDefault("apiVersion", "v1") }
                source.update("fileKeyRef") { $0.setDefault("optional", false) }
            }
        }
        container.update("resources", roundUp)
        for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container.update(name, probe)
        }
        container.update("lifecycle") { lifecycle in
            lifecycle.update("postStart", handler)
            lifecycle.update("preStop", handler)
        }
        container.setDefault("terminationMessagePath", "/dev/termination-log")
        container.setDefault("terminationMessagePolicy", "File")
        let isLatest = ImageName.isLatest(container.text("image"))
        container.setDefault("imagePullPolicy", isLatest ? always : ifNotPresent)
    }

    /// Amounts are kept in thousandths.
    private static func roundUp(_ resources: inout JSON) {
        for list in ["limits", "requests"] {
            for member in resources.members(list) {
                guard let text = member.value.string, let amount = Quantity(parsing: text),
                    amount.billionths % 1_000_000 != 0
                else { continue }
                let rounded = Quantity(milli: amount.milliValue).description
                resources.setField([list, member.key], .string(rounded))
            }
        }
    }

    static let always: JSON = "Always"
    static let ifNotPresent: JSON = "IfNotPresent"

    private static func probe(_ probe: inout JSON) {
        handler(&probe)
        for (key, value) in [
            ("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1),
            ("failureThreshold", 3),
        ] where probe.number(key) == 0 {
            probe[key] = .int(value)
        }
    }

    private static func handler(_ handler: inout JSON) {
        handler.update("httpGet") { action in
            action.setDefault("path", "/")
            action.setDefault("scheme", "HTTP")
        }
        handler.update("grpc") { action in
            if !action.has("service") { action["service"] = "" }
        }
    }
}

import APIMachinery
import JSON
import ResourceModel
import ResourceSchema
import Testing
import WorkloadResources

@Suite struct KindsTests {
    static let samples: [(String, String)] = [
        ("pods", Written.pod()), ("podtemplates", "{\(Written.template)}"),
        ("replicationcontrollers", "{\"spec\":{\(Written.template)}}"),
        ("deployments", Written.spec()), ("replicasets", Written.spec()),
        ("statefulsets", Written.spec()), ("daemonsets", Written.spec()),
        ("controllerrevisions", #"{"data":{"a":1},"revision":1}"#),
        (
            "jobs",
            #"{"spec":{"template":{"spec":{"restartPolicy":"Never","#
                + #""containers":[{"name":"c","image":"i"}]}}}}"#
        ),
        (
            "cronjobs",
            #"{"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"#
                + #""restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}"#
        ),
        (
            "horizontalpodautoscalers",
            #"{"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","#
                + #""apiVersion":"apps/v1"}}}"#
        ),
        ("poddisruptionbudgets", #"{"spec":{"minAvailable":1}}"#),
    ]

    @Test(arguments: samples)
    func `defaults are set once and for all`(plural: String, text: String) throws {
        let kind = try Written.definition(plural)
        let object = try Written.new(plural, text)
        var again = object
        kind.rules.setDefaults(&again)
        #expect(try SchemaTable.kubernetes.canonical(again.json, as: kind.schema) == object)
    }

    @Test(arguments: samples)
    func `an object may be written back as it is`(plural: String, text: String) throws {
        let object = try Written.new(plural, text)
        #expect(try Written.faults(changing: object, of: plural) { _ in } == [])
    }

    @Test(arguments: samples)
    func `a row has a cell for each column`(plural: String, text: String) throws {
        let kind = try Written.definition(plural)
        let row = kind.cells(try Written.new(plural, text), Written.context.now)
        #expect(row.count == kind.columns.count)
        #expect(row.first == "x")
    }

    @Test func `each kind's type is in the schema`() {
        for kind in WorkloadResources.all {
            #expect(SchemaTable.kubernetes[kind.schema] != nil, "\(kind.schema)")
        }
    }

    @Test(arguments: [
        (
            "deployments", #""replicas":-1"#,
            "spec.replicas: Invalid value: -1: must be greater than or equal to 0"
        ),
        (
            "deployments", #""strategy":{"type":"X"}"#,
            #"spec.strategy: Unsupported value: {"Type":"X","RollingUpdate":null}: "#
                + #"supported values: "Recreate", "RollingUpdate""#
        ),
        (
            "deployments", #""strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}}"#,
            #"spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": "#
                + "may not be 0 when `maxSurge` is 0"
        ),
        (
            "deployments", #""minReadySeconds":700"#,
            "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"
        ),
        (
            "daemonsets", #""updateStrategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":0}}"#,
            "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: "
                + "cannot be 0 when maxSurge is 0"
        ),
        (
            "statefulsets", #""podManagementPolicy":"Later""#,
            #"spec.podManagementPolicy: Invalid value: "Later": "#
                + "must be 'OrderedReady' or 'Parallel'"
        ),
        (
            "replicasets", #""selector":{}"#,
            "spec.selector: Invalid value: {}: empty selector is invalid for deployment"
        ),
    ])
    func `a keeper's mistake is told`(plural: String, more: String, fault: String) throws {
        let text =
            more.contains("selector")
            ? "{\"spec\":{\(Written.template),\(more)}}" : Written.spec(more)
        #expect(try Written.faults(plural, text) == [fault])
    }

    @Test func `a selector stays, and matches the template`() throws {
        for plural in ["deployments", "replicasets", "daemonsets"] {
            let object = try Written.new(plural, Written.spec())
            let faults = try Written.faults(changing: object, of: plural) {
                $0["spec", "selector", "matchLabels", "z"] = "1"
            }
            #expect(
                faults == [
                    #"spec.selector: Invalid value: {"matchLabels":{"a":"b","z":"1"}}: "#
                        + "field is immutable",
                    #"spec.template.metadata.labels: Invalid value: {"a":"b"}: "#
                        + "`selector` does not match template `labels`",
                ])
        }
    }

    @Test func `the pods of a StatefulSet mount claims that are made for them`() throws {
        let container =
            #"{"name":"c","image":"i","volumeMounts":[{"name":"d","mountPath":"/d"}]}"#
        let text = Written.spec().replacing(#"{"name":"c","image":"i"}"#, with: container)
        #expect(try Written.faults("statefulsets", text) == [])
        #expect(
            try Written.faults("deployments", text) == [
                #"spec.template.spec.containers[0].volumeMounts[0].name: Not found: "d""#
            ])
    }

    @Test func `of a StatefulSet the service stays`() throws {
        let object = try Written.new("statefulsets", Written.spec(#""serviceName":"s""#))
        let faults = try Written.faults(changing: object, of: "statefulsets") {
            $0["spec", "serviceName"] = "t"
            $0["spec", "replicas"] = 4
        }
        #expect(faults.count == 1 && faults.first?.hasPrefix("spec: Forbidden: updates to") == true)
    }

    @Test func `a DaemonSet counts the changes of its template`() throws {
        let kind = try Written.definition("daemonsets")
        let key = "deprecated.daemonset.template.generation"
        let object = try Written.new("daemonsets", Written.spec())
        #expect(object.annotations[key] == "1")
        var same = object
        same.annotations = [:]
        kind.rules.prepareForUpdate(&same, object, Written.context)
        #expect(same.annotations[key] == "1")
        var changed = object
        changed["spec", "template", "spec", "hostPID"] = true
        kind.rules.prepareForUpdate(&changed, object, Written.context)
        #expect(changed.annotations[key] == "2")
    }
}

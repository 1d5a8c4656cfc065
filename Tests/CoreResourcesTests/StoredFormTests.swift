import APIMachinery
import JSON
import ResourceSchema
import Testing

/// Bodies as clients send them, and what is stored of them (recorded from Kubernetes 1.36.2).
@Suite struct StoredFormTests {
    /// A body read, defaulted, prepared and put in order; its bytes.
    static func stored(_ plural: String, group: String? = nil, _ body: String) throws -> String {
        let kind = try Written.kind(plural, group: group)
        let document = try JSONDocument(parsing: Array(body.utf8))
        var object = try SchemaTable.kubernetes.decode(document.root, as: kind.schema).object
        kind.rules.setDefaults(&object)
        kind.rules.prepareForCreate(&object, Written.context)
        if let stored = kind.stored { object = stored.toStored(object) }
        let schema = kind.stored == nil ? kind.schema : "core.v1.Event"
        return try SchemaTable.kubernetes.canonical(object.json, as: schema).json.description
    }

    private static let bareNode = #"""
        {"kind":"Node","apiVersion":"v1","metadata":{"name":"a"},"spec":{},
        "status":{"daemonEndpoints":{"kubeletEndpoint":{"Port":0}},"nodeInfo":{"machineID":"",
        "systemUUID":"","bootID":"",
        "kernelVersion":"","osImage":"","containerRuntimeVersion":"","kubeletVersion":"",
        "kubeProxyVersion":"","operatingSystem":"","architecture":""}}}
        """#

    private static let event = #"""
        {"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":{"kind":"Pod",
        "name":"p"},"reason":"R","message":"m","source":{},"firstTimestamp":null,
        "lastTimestamp":null,"type":"Normal","eventTime":"2026-01-02T03:04:05.000000Z",
        "action":"A","reportingComponent":"x.io/c","reportingInstance":"i"}
        """#

    @Test(arguments: [
        (
            "endpointslices",
            #"{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":"#
                + #"{"name":"a"},"addressType":"IPv4","endpoints":[]}"#,
            #"{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":"#
                + #"{"name":"a"},"addressType":"IPv4","endpoints":null,"ports":null}"#
        ),
        (
            "endpointslices",
            #"{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":"#
                + #"{"name":"b"},"ports":[{"port":80},{"name":"all"}],"addressType":"IPv4","#
                + #""endpoints":[{"addresses":["10.1.1.1"]}]}"#,
            #"{"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":"#
                + #"{"name":"b"},"addressType":"IPv4","endpoints":[{"addresses":["10.1.1.1"],"#
                + #""conditions":{}}],"ports":[{"name":"","protocol":"TCP","port":80},"#
                + #"{"name":"all","protocol":"TCP"}]}"#
        ),
        ("nodes", #"{"kind":"Node","apiVersion":"v1","metadata":{"name":"a"}}"#, bareNode),
        (
            "secrets",
            #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"},"stringData":"#
                + #"{"u":"me","p":"x"},"data":{"u":"b3RoZXI="}}"#,
            #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"},"#
                + #""data":{"p":"eA==","u":"bWU="},"type":"Opaque"}"#
        ),
        (
            "events",
            #"{"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":"#
                + #"{"kind":"Pod","name":"p"},"reason":"R","message":"m","type":"Normal"}"#,
            #"{"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":"#
                + #"{"kind":"Pod","name":"p"},"reason":"R","message":"m","source":{},"#
                + #""firstTimestamp":null,"lastTimestamp":null,"type":"Normal","#
                + #""eventTime":null,"reportingComponent":"","reportingInstance":""}"#
        ),
        (
            "services",
            #"{"kind":"Service","apiVersion":"v1","metadata":{"name":"c"},"spec":"#
                + #"{"selector":{"a":"b"},"ports":[{"port":80}]}}"#,
            #"{"kind":"Service","apiVersion":"v1","metadata":{"name":"c"},"spec":{"ports":"#
                + #"[{"protocol":"TCP","port":80,"targetPort":80}],"selector":{"a":"b"},"#
                + #""type":"ClusterIP","sessionAffinity":"None","#
                + #""internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}}}"#
        ),
        (
            "ingresses",
            #"{"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"i"},"#
                + #""spec":{"defaultBackend":{"service":{"port":{"number":80},"name":"s"}}}}"#,
            #"{"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"i"},"#
                + #""spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}},"#
                + #""status":{"loadBalancer":{}}}"#
        ),
        (
            "networkpolicies",
            #"{"kind":"NetworkPolicy","apiVersion":"networking.k8s.io/v1","metadata":"#
                + #"{"name":"p"},"spec":{"egress":[{"ports":[{"port":53}]}],"podSelector":{}}}"#,
            #"{"kind":"NetworkPolicy","apiVersion":"networking.k8s.io/v1","metadata":"#
                + #"{"name":"p"},"spec":{"podSelector":{},"egress":[{"ports":"#
                + #"[{"protocol":"TCP","port":53}]}],"policyTypes":["Ingress","Egress"]}}"#
        ),
        (
            "limitranges",
            #"{"kind":"LimitRange","apiVersion":"v1","metadata":{"name":"l"},"spec":{"limits":"#
                + #"[{"type":"Container","min":{"cpu":"0.1"},"max":{"cpu":"2"}}]}}"#,
            #"{"kind":"LimitRange","apiVersion":"v1","metadata":{"name":"l"},"spec":{"limits":"#
                + #"[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"100m"},"#
                + #""default":{"cpu":"2"},"defaultRequest":{"cpu":"2"}}]}}"#
        ),
        (
            "persistentvolumeclaims",
            #"{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"c"},"spec":"#
                + #"{"resources":{"requests":{"storage":"1Gi"}},"accessModes":["ReadWriteOnce"]}}"#,
            #"{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"c"},"spec":"#
                + #"{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"#
                + #""volumeMode":"Filesystem"},"status":{"phase":"Pending"}}"#
        ),
    ])
    func `what is stored is in upstream's form`(
        plural: String, body: String, form: String
    ) throws {
        let expected = form.split(separator: "\n").joined()
        let stored = try Self.stored(plural, body)
        #expect(stored == expected)
    }

    @Test func `an event of the new version is stored as one of the old`() throws {
        let body = #"""
            {"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"name":"e"},"type":"Normal",
            "regarding":{"kind":"Pod","name":"p"},"reason":"R","note":"m","action":"A",
            "reportingController":"x.io/c","reportingInstance":"i",
            "eventTime":"2026-01-02T03:04:05.000000Z"}
            """#
        let expected = Self.event.split(separator: "\n").joined()
        let stored = try Self.stored("events", group: "events.k8s.io", body)
        #expect(stored == expected)
    }
}

extension SchemaText {
    /// `discovery.v1`: endpoint slices.
    static let discovery = SchemaText(
        "discovery.v1",
        """
        EndpointSlice: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            addressType*= string; endpoints= [Endpoint] atomic; ports= [EndpointPort] atomic
        Endpoint: addresses*= [string] set; conditions= EndpointConditions; hostname? string;
            targetRef? core.v1.ObjectReference atomic; deprecatedTopology {string};
            nodeName? string; zone? string; hints? EndpointHints
        EndpointConditions: ready? bool; serving? bool; terminating? bool
        EndpointHints: forZones [ForZone] atomic; forNodes [ForNode] atomic
        ForZone: name*= string
        ForNode: name*= string
        EndpointPort: name? string; protocol? string; port? int32; appProtocol? string
        """)
}

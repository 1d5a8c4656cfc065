extension MessageText {
    /// Messages of `discovery.v1`.
    static let discovery = MessageText(
        package: "discovery.v1",
        """
        Endpoint 1:addresses:*s 2:conditions:EndpointConditions 3:hostname:s
          4:targetRef:core.v1.ObjectReference 5:deprecatedTopology:%s 6:nodeName:s 7:zone:s
          8:hints:EndpointHints
        EndpointConditions 1:ready:b 2:serving:b 3:terminating:b
        EndpointHints 1:forZones:*ForZone 2:forNodes:*ForNode
        EndpointPort 1:name:s 2:protocol:s 3:port:i 4:appProtocol:s
        EndpointSlice 1:metadata:meta.v1.ObjectMeta 4:addressType:s 2:endpoints:*Endpoint
          3:ports:*EndpointPort
        ForNode 1:name:s
        ForZone 1:name:s
        """)
}

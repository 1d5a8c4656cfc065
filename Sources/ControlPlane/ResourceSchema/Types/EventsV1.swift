extension SchemaText {
    /// `events.v1`: events.
    static let events = SchemaText(
        "events.v1",
        """
        Event: kind string; apiVersion string; metadata= meta.v1.ObjectMeta;
            eventTime*= microTime; series? EventSeries; reportingController string;
            reportingInstance string; action string; reason string;
            regarding= core.v1.ObjectReference atomic; related? core.v1.ObjectReference atomic;
            note string; type string; deprecatedSource= core.v1.EventSource;
            deprecatedFirstTimestamp= time; deprecatedLastTimestamp= time;
            deprecatedCount int32
        EventSeries: count*= int32; lastObservedTime*= microTime
        """)
}

// The room RouteNetlink.

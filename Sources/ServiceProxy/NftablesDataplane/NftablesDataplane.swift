// The room NftablesDataplane.

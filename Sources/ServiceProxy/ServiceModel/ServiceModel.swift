// The room ServiceModel.

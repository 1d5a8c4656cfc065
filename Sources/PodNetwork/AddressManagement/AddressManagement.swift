// The room AddressManagement.

import Crypto
import JWTKit
import X509

enum RoomClusterIdentity {}

// swift-tools-version: 6.0
import PackageDescription

/// Checks of exclusive access while the program runs cost 6 % of a check; debug builds have them.
let fast: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

/// The layers, lowest first: a target imports only what stands above it in this list.
let package = Package(
  name: "pgcheck",
  products: [
    .executable(name: "pgcheck", targets: ["pgcheck"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CZ3", providers: [.apt(["libz3-dev"])]),
    .target(
      name: "SMT",
      dependencies: ["CZ3", .product(name: "Collections", package: "swift-collections")],
      swiftSettings: fast),
    .target(name: "ISALanguage"),
    .target(
      name: "ISAModel",
      dependencies: [
        "ISALanguage", .product(name: "Collections", package: "swift-collections"),
      ]),
    .target(name: "Execution", dependencies: ["ISAModel", "SMT"], swiftSettings: fast),
    .target(name: "Assembly", dependencies: ["Execution", "ISAModel", "ISALanguage"]),
    .target(
      name: "Virtualizability",
      dependencies: ["Execution", "SMT", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: fast),
    .target(name: "Monitor", dependencies: ["Execution", "ISAModel", "SMT", "Virtualizability"]),
    .target(name: "Emission", dependencies: ["Execution", "ISAModel", "ISALanguage", "Monitor"]),
    .target(
      name: "Reporting",
      dependencies: [
        "ISALanguage", "Virtualizability", "Monitor", .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Rainbow", package: "Rainbow"),
      ],
      resources: [.embedInCode("Templates")]),
    .executableTarget(
      name: "pgcheck",
      dependencies: [
        "ISALanguage", "ISAModel", "Execution", "Emission", "Assembly", "SMT", "Virtualizability",
        "Reporting", "Monitor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(
      name: "ISALanguageTests", dependencies: ["ISALanguage", "TestSupport"], exclude: ["Snapshots"]),
    .testTarget(name: "ISAModelTests", dependencies: ["ISAModel", "TestSupport"]),
    .testTarget(name: "AssemblyTests", dependencies: ["Assembly", "Virtualizability", "TestSupport"]),
    .testTarget(name: "ExecutionTests", dependencies: ["Execution", "TestSupport"]),
    .testTarget(name: "VirtualizabilityTests", dependencies: ["Virtualizability"]),
    .testTarget(name: "MonitorTests", dependencies: ["Monitor", "Assembly", "TestSupport"]),
    .testTarget(name: "SMTTests", dependencies: ["SMT"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], exclude: ["Snapshots"]),
    .testTarget(name: "CommandTests", dependencies: ["pgcheck"], exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)

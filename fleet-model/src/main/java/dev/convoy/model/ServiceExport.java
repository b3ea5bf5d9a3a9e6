package dev.convoy.model;

import java.util.List;

/**
 * A member offers the Service of the same namespace and name to the fleet (MCS API, KEP-1645).
 *
 * @param exportTo the members that may reach it; empty for all
 */
public record ServiceExport(Meta meta, List<MemberId> exportTo) implements FleetObject {
    public ServiceExport {
        exportTo = List.copyOf(exportTo);
    }
}

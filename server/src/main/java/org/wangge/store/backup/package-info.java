/// Copies all that a store keeps into one file and back: rows as the database holds them flow from a [TransferSource] into a
/// [TransferTarget], past entities and triggers; a [Backup.Report] flows out. Read [Backup] first, then [KeptTables].
package org.wangge.store.backup;

// Types in the words of a person, for tables and menus.
import type { DataType } from "../backend/generated/DataType";
import { t } from "./t";

/** A short name: "whole number", "date and time". */
export function typeName(type: DataType): string {
  switch (type.type) {
    case "int8":
    case "int16":
    case "int32":
    case "int64":
    case "int128":
    case "u_int8":
    case "u_int16":
    case "u_int32":
    case "u_int64":
      return t("common.types.integer");
    case "float32":
    case "float64":
      return t("common.types.float");
    case "decimal":
      return t("common.types.decimal", { scale: type.scale });
    case "list":
      return t("common.types.list", { item: typeName(type.item) });
    case "date_time":
      return type.zone === null
        ? t("common.types.date_time")
        : t("common.types.zoned", { zone: type.zone });
    case "null":
    case "boolean":
    case "text":
    case "binary":
    case "date":
    case "time":
    case "duration":
    case "struct":
      return t(`common.types.${type.type}`);
  }
}
